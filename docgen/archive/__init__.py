"""A year becomes an archive: the bag and the E-ARK package in it, the set's catalogue, and the check of all of them."""

from docgen.archive.carrier import medium_words
from docgen.archive.carrierlayout import LAYOUTS, CarrierLayout
from docgen.archive.carrierpapers import carrier_form
from docgen.archive.disc import papers_size, write_disc
from docgen.archive.image import write_image
from docgen.archive.itemsin import ListedItem
from docgen.archive.lists import ArchiveLists, read_lists
from docgen.archive.package import PackageResult, write_package
from docgen.archive.verify import VerifyReport, verify_path

__all__ = [
    "LAYOUTS",
    "ArchiveLists",
    "CarrierLayout",
    "ListedItem",
    "PackageResult",
    "VerifyReport",
    "carrier_form",
    "medium_words",
    "papers_size",
    "read_lists",
    "verify_path",
    "write_disc",
    "write_image",
    "write_package",
]
