"""The kinds of attacks and damages of the table, each with the sentence that the table shows.

A test belongs to a case by the marker `@pytest.mark.hardness("name")`.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["attack", "damage"]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table."""

    name: str
    kind: Kind
    sentence: str


_UNSORTED: Final = (
    Case("body-over-limit", "attack", "A body is longer than allowed, by its length or in chunks"),
    Case("change-by-get", "attack", "An address that is only read, and would change something"),
    Case("channel-message", "attack", "Messages of a guest: wrong kinds, versions, keys, sizes and values"),
    Case("connection-flood", "attack", "A thousand idle or half-open connections, far more than are taken"),
    Case("cookie-theft", "attack", "Another local server takes, forges or floods our cookie"),
    Case("cors", "attack", "A preflight of another origin, or an answer that would let it read"),
    Case("cross-site-read", "attack", "A page of another site reads a page of ours, or frames or embeds it"),
    Case("debugger", "attack", "Werkzeug's console in the workbench or in a guest in debug mode"),
    Case("foreign-host", "attack", "A request names a host that is not ours, none, or two"),
    Case("foreign-origin", "attack", "A change comes from another origin, from `null` or from another site"),
    Case("foreign-scheme", "attack", "A link to a file, a program or this machine in the window"),
    Case("foreign-site", "attack", "A request that the browser says comes from another site"),
    Case("form-post", "attack", "Plain forms, other methods, and a method hidden in a header or a field"),
    Case(
        "fuzzed-channel", "attack", "Random bytes and random changes of valid messages on a guest's channel"
    ),
    Case("fuzzed-decoders", "attack", "Random cookies, tokens, JSON, forms and parameters"),
    Case("fuzzed-files", "attack", "Random content of every file that is read"),
    Case("fuzzed-guard", "attack", "Random hosts, origins, cookies, tokens and paths"),
    Case("fuzzed-routes", "attack", "Random rules and paths, explained as Werkzeug matches them"),
    Case("guest-against-us", "attack", "A guest asks our server with all that it knows"),
    Case("guest-page", "attack", "A guest's page, mail and uploads shown at our address"),
    Case("forged-events", "attack", "A guest sends events with odd times, numbers and texts"),
    Case("guest-memory", "attack", "A guest's events are made to take much memory"),
    Case("guest-slow-source", "attack", "A response is made to be slow to colour on the Source tab"),
    Case("guest-slow-text", "attack", "A guest's text, or a client's, is made to be slow to read"),
    Case("hostile-mail", "attack", "A mail is made to break or to slow down the mailbox"),
    Case("hostile-lab", "attack", "A lab of somebody else that hangs, exits or fails while it is read"),
    Case(
        "hostile-names",
        "attack",
        "A name, a path or a log line contains what steers a terminal, turns text around or is invisible",
    ),
    Case("inline-script", "attack", "Script and style written into a page"),
    Case("known-advisories", "attack", "A package that we depend on has a known advisory, or nobody answers"),
    Case(
        "launch-channel",
        "attack",
        "The channel of a second launch: without its key, with other commands, and noise",
    ),
    Case(
        "launch-link",
        "attack",
        "A launch link is used twice, too late, from elsewhere or with another method",
    ),
    Case("leaked-secret", "attack", "Secrets in arguments, variables, files, logs, addresses and pages"),
    Case("listening-elsewhere", "attack", "A socket of ours or of a guest that the network can reach"),
    Case("malformed-requests", "attack", "A request is no request of HTTP/1.0 or 1.1"),
    Case(
        "missing-token",
        "attack",
        "A change comes without the session or the header token, or with wrong ones",
    ),
    Case("odd-names", "damage", "A folder has an odd name: bytes, spaces, quotes, signs, 255 letters"),
    Case("odd-numbers", "attack", "A number of a request is negative, too large, repeated or no number"),
    Case("open-redirect", "attack", "An address or parameter that would lead to another host"),
    Case("other-user", "attack", "Another user of the machine reads our files and processes"),
    Case("path-traversal", "attack", "A path or name that leads out of its folder, also through links"),
    Case("secret-file-read", "attack", "Opening our own files as apps, to see the keys in them"),
    Case(
        "slow-clients",
        "attack",
        "A request comes a byte at a time or is never finished, or no answer is read",
    ),
    Case("slow-parsing", "attack", "A request is written so that parsing it would take minutes"),
    Case("smuggled-requests", "attack", "A request gives its length twice, in two ways, or unreadably"),
    Case(
        "starved-pages", "attack", "Requests to a slow app, streams and HEAD requests hold what answers pages"
    ),
    Case("stop-signal", "attack", "Fumehood is told to end while it is busy, or while ending hangs"),
    Case("stored-script", "attack", "Script in every field that a guest controls"),
    Case("stream-without-session", "attack", "Listening to the events without a session"),
    Case("taken-port", "attack", "Another server has the port, on one of its addresses"),
    Case(
        "terminal-control",
        "attack",
        "Control characters in every field that a guest controls, on the terminal",
    ),
    Case(
        "untrusted-project",
        "attack",
        "A project whose every file, also its interpreters, would tell that it ran",
    ),
    Case(
        "window-bridge", "attack", "A page in the window that calls into the program or asks for the camera"
    ),
    Case("clock-jump", "damage", "The clock is set back and forth, by seconds and by years"),
    Case(
        "damaged-working-copy",
        "damage",
        "A file of a lab that the reader has edited is missing, unreadable, a folder, a pipe or no text",
    ),
    Case("failing-file-call", "damage", "A call on a file or folder fails, with each error that it can give"),
    Case("full-disk", "damage", "No room for the history: a full disk, a limit on files, a read-only home"),
    Case(
        "guest-base-exception",
        "damage",
        "An app raises SystemExit, KeyboardInterrupt or GeneratorExit while it answers",
    ),
    Case("guest-changed-folder", "damage", "An app changes its working folder, and removes it"),
    Case("guest-closed-files", "damage", "An app closes every open file, as daemons do"),
    Case("guest-closed-output", "damage", "An app closes, removes or breaks its standard output"),
    Case(
        "damage-while-open",
        "damage",
        "A table of the store, or an index, breaks while Fumehood has it open",
    ),
    Case(
        "damaged-store",
        "damage",
        "The store lacks a table, has a broken page, is cut, of another version, no database or a folder",
    ),
    Case("flipped-bytes", "damage", "Random bytes of the store are changed, one or thousands"),
    Case(
        "moved-store",
        "damage",
        "The file of the store is moved, deleted or replaced while Fumehood has it open",
    ),
    Case("old-store", "damage", "A store of each earlier version, which is copied and then migrated"),
    Case(
        "strange-values",
        "damage",
        "Values in the store of any type and size: no JSON, too deep, impossible times, half a character",
    ),
    Case("guest-end", "damage", "A guest that exits, crashes or is killed"),
    Case("guest-excess", "damage", "A guest that needs more memory, events or threads than it may"),
    Case(
        "guest-load",
        "damage",
        "Thousands of requests, hundreds at once, and bodies of many megabytes both ways",
    ),
    Case(
        "guest-many-names", "damage", "An app has too many rules and hooks, and names of 600,000 characters"
    ),
    Case(
        "guest-mistake",
        "damage",
        "An app that harms its own process: recursion, floods, closed or used-up handles, patched modules",
    ),
    Case("guest-output", "damage", "A guest that writes without end"),
    Case(
        "guest-patched-library",
        "damage",
        "An app replaces clocks, json, sockets or built-in functions, or runs on gevent or eventlet",
    ),
    Case("guest-silence", "damage", "A guest that hangs, says nothing, or answers with no HTTP"),
    Case("impossible-paths", "damage", "A path has a null character, half a character or 5,000 letters"),
    Case("killed", "damage", "Fumehood is killed at a random moment under load"),
    Case("killed-engine", "damage", "The web engine's process is killed, in the window and in experiments"),
    Case("locked-store", "damage", "Another program holds the store, for a moment or for long"),
    Case("lost-display", "damage", "A display that is missing, does not answer or goes away"),
    Case("odd-environment", "damage", "Variables of the environment are odd, or meant for other programs"),
    Case("odd-interpreters", "damage", "An interpreter gives an odd answer, or variables lead to none"),
    Case("odd-output", "damage", "The output is closed, full, read by nobody, or in an old encoding"),
    Case(
        "orphan-process",
        "damage",
        "Guests and supervisors that fork, change sessions, or are frozen or killed",
    ),
    Case("soak", "damage", "Hours at load: memory, threads, handles and the size of the file"),
    Case("suspend", "damage", "The machine is suspended and wakes up again"),
    Case("two-launches", "damage", "Two launches at once, and one after a kill"),
    Case(
        "unreadable-folders",
        "damage",
        "A folder that is searched for apps, labs or interpreters may not be read",
    ),
    Case(
        "unusual-name",
        "damage",
        "Projects and homes with spaces, quotes, right-to-left text, emoji and 255 bytes in their names",
    ),
)
CASES: Final = tuple(sorted(_UNSORTED, key=lambda case: (case.kind, case.name)))
