"""The exit codes and exceptions of docgen: raised once, each with a remedy.

Findings (the records break a rule) are not exceptions: see ``docgen.model.finding``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.model.finding import Finding


class ExitCode(IntEnum):
    """What the process tells its caller; a public promise, documented in the README."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    FINDINGS = 3
    INPUT = 4
    DEFINITION = 5
    OUTPUT = 6
    INTEGRITY = 7
    INTERRUPTED = 130


class DocgenError(Exception):
    """docgen cannot go on.

    Attributes:
        exit_code: exit code of the process.
        code: stable identifier of the kind of error, e.g. ``input.unreadable``.
        message: what is wrong, in Chinese.
        remedy: what to do about it, in Chinese; may be empty only for internal errors.
        place: file, sheet and cell as text, where known.
        findings: all problems of the same run when there are several.
    """

    exit_code = ExitCode.INTERNAL
    code = "internal"
    remedy = "请把日志文件交给维护人员。"

    def __init__(
        self,
        message: str,
        *,
        remedy: str | None = None,
        place: str | None = None,
        code: str | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.findings = findings
        if remedy is not None:
            self.remedy = remedy
        if code is not None:
            self.code = code


class UsageError(DocgenError):
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = ExitCode.USAGE
    code = "usage"
    remedy = "用 --help 查看用法。"


class InputError(DocgenError):
    """A register, attachment or setting is missing, locked or unreadable."""

    exit_code = ExitCode.INPUT
    code = "input"
    remedy = "检查文件后重新运行。"


class UnreadableFile(InputError):
    """The file is there but is not what its name says, is damaged or protected by a password."""

    code = "input.unreadable"
    remedy = "用 WPS 或 Excel 打开确认能看到内容，取消打开密码后另存一份再运行。"


class MissingFile(InputError):
    """The file or folder does not exist."""

    code = "input.missing"
    remedy = "检查路径是否写对。"


class NotRestorable(InputError):
    """No workspace can be made from what was given."""

    code = "input.not-restorable"
    remedy = "写归档包的文件夹（里面有 bagit.txt），或“归档”里一个年度的文件夹。"


class NoAlgorithm(InputError):
    """Digests by an algorithm are wanted that this machine can not compute."""

    code = "input.no-algorithm"
    remedy = "去掉 --sm3；或换用带 OpenSSL 1.1.1 以上版本的 Python（docgen doctor 显示有没有 SM3）。"


class RegisterProblems(InputError):
    """The workbook's structure does not fit the registers: the findings say where."""

    code = "input.register"
    remedy = "按提示改正工作簿后重新运行。"


class SettingsError(InputError):
    """``docgen.toml`` is missing, malformed or holds an unknown key."""

    code = "input.settings"
    remedy = "对照说明改正 docgen.toml。"


class DefinitionError(DocgenError):
    """The standard's data or a template is wrong."""

    exit_code = ExitCode.DEFINITION
    code = "definition"
    remedy = "改正标准数据或模板后重新运行。"


class TemplateError(DefinitionError):
    """A template holds a tag that cannot be used; ``findings`` lists all of them."""

    code = "definition.template"
    remedy = "打开模板，按提示改正标签。"


class StandardError(DefinitionError):
    """The files of a standard in ``schemas/`` contradict themselves."""

    code = "definition.standard"
    remedy = "改正标准数据文件中指出的一行。"


class Incomplete(DocgenError):
    """The year has gaps or errors, and nobody said to pack it all the same."""

    exit_code = ExitCode.FINDINGS
    code = "package.incomplete"
    remedy = "补齐后重新运行；确认带着缺项归档时加 --with-gaps，缺项会写进归档报告。"


class OutputError(DocgenError):
    """The target exists, is open elsewhere, is not writable, or the disk is full."""

    exit_code = ExitCode.OUTPUT
    code = "output"
    remedy = "关闭正在使用该文件的程序，检查磁盘空间和权限后重新运行。"


class UnreadValues(DocgenError):
    """Rows that are to go over into another year hold values that could not be read."""

    exit_code = ExitCode.FINDINGS
    code = "input.unread"
    remedy = "改正这些单元格后重新运行。"


class RowsRefused(DocgenError):
    """Rows a person ticked can not be taken over as they are."""

    exit_code = ExitCode.FINDINGS
    code = "input.rows"
    remedy = "在表里改正这些单元格，保存后重新运行。"


class TargetExists(OutputError):
    """A different file stands where the output would go."""

    code = "output.exists"
    remedy = "换一个输出位置，或确认可以覆盖后加 --force。"


class WorkspaceLocked(OutputError):
    """Another docgen works in this workspace."""

    code = "output.locked"
    remedy = "等另一个 docgen 结束后重新运行。"


class IntegrityError(DocgenError):
    """Digests or contents differ from what was recorded."""

    exit_code = ExitCode.INTEGRITY
    code = "integrity"
    remedy = "停下来，核对文件来源，不要继续覆盖。"
