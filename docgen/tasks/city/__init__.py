"""One task over many workspaces: in processes of this machine, or on a cluster with a shared file system."""
