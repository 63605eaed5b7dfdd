"""The schema of each kind of event, as docs/events.md describes it, for checking what a guest sends.

Fields that are not listed are accepted: a probe may send a new field before any lens knows it, and its value
is JSON of bounded depth and size in any case.
"""

from typing import Final

from server.model.event import PROBE_FAULT
from server.runner.channel.event_words import HOOK_PHASES, JOB_STATES, SETTING_METHODS
from server.runner.channel.validators import (
    Check,
    anything,
    array,
    count,
    flag,
    maybe,
    number,
    one_of,
    pair,
    record,
    table,
    text,
    variants,
    with_optional,
)

DESCRIBED: Final = record(type=text, repr=text, cut=flag)
BODY: Final = record(text=maybe(text), base64=maybe(text), size=count, kept=count, type=text)
HEADERS: Final = array(pair(text, text))
CALLER: Final = record(file=text, line=number, function=text)
FRAME: Final = record(
    file=text,
    line=maybe(number),
    function=text,
    own=flag,
    source=array(pair(number, text)),
    locals=table(DESCRIBED),
)

_RELATED = record(
    relation=one_of("cause", "context", "member"),
    of=count,
    type=text,
    module=maybe(text),
    message=text,
    notes=array(text),
    frames=array(FRAME),
    omitted=count,
)
_FUNCTION = record(name=text, file=maybe(text), line=maybe(number))
_WSGI_REQUEST = record(
    method=text,
    path=text,
    query=text,
    script_name=text,
    http_version=maybe(text),
    remote_port=maybe(count),
    headers=HEADERS,
    environ=table(DESCRIBED),
    started_at=number,
)
_WSGI_CLOSE = record(
    iterable=maybe(text),
    chunks=count,
    sent=count,
    has_close=flag,
    closed=flag,
    start_response=count,
    write_used=flag,
    withdrawn=maybe(text),
    input=maybe(BODY),
    input_complete=flag,
)
_COOKIE_SENT = record(cookies=array(record(name=text, value=text, bytes=count)), bytes=count)
_COOKIE_SET = record(
    name=text,
    value=text,
    bytes=count,
    pair_bytes=count,
    limit=count,
    over=flag,
    deletes=flag,
    attributes=table(anything),
    raw=text,
)

_CSRF = record(state=one_of("passed", "failed", "offered", "off"), why=text)
_FORM = record(
    form=text,
    submitted=flag,
    valid=maybe(flag),
    fields=array(
        record(
            name=text,
            type=text,
            label=text,
            value=DESCRIBED,
            secret=flag,
            validators=array(text),
            errors=array(text),
        )
    ),
    omitted=count,
    errors=array(text),
    csrf=_CSRF,
    raised=maybe(text),
)

BODIES: Final[dict[str, Check]] = {
    "wsgi": variants("phase", request=_WSGI_REQUEST, close=_WSGI_CLOSE),
    "app": record(
        name=text,
        script_name=maybe(text),
        status=maybe(number),
        ran=array(text),
        replaced=array(record(method=text, name=text, file=maybe(text), line=maybe(number), original=flag)),
        **{"class": text},  # a keyword of Python
    ),
    "routing": record(
        matched=flag,
        endpoint=maybe(text),
        rule=maybe(text),
        blueprint=maybe(text),
        args=table(DESCRIBED),
        error=maybe(text),
        allowed=maybe(array(text)),
        redirect=maybe(text),
        by=maybe(_FUNCTION),
        tried=array(record(rule=text, endpoint=maybe(text), methods=maybe(array(text)), outcome=text)),
        omitted=count,
    ),
    "hook": record(
        phase=one_of(*HOOK_PHASES),
        name=text,
        scope=text,
        file=maybe(text),
        line=maybe(number),
        answered=flag,
        replaced=maybe(flag),
        returned=maybe(DESCRIBED),
        raised=maybe(text),
    ),
    "view": record(
        name=text,
        endpoint=maybe(text),
        file=maybe(text),
        line=maybe(number),
        args=table(DESCRIBED),
        returned=maybe(DESCRIBED),
        raised=maybe(text),
    ),
    "template": record(
        name=maybe(text),
        inline=flag,
        stream=flag,
        loaded=array(text),
        context=table(DESCRIBED),
        injected=array(text),
        omitted=count,
    ),
    "sql": with_optional(
        record(
            library=text,
            dialect=text,
            operation=text,
            statement=text,
            cut=flag,
            parameters=table(DESCRIBED),
            omitted=count,
            batches=maybe(count),
            rows=maybe(count),
            error=maybe(text),
        ),
        implicit=flag,
    ),
    "mail": record(
        server=text,
        port=count,
        security=one_of("none", "ssl", "starttls"),
        sender=text,
        recipients=array(text),
        bcc=array(text),
        size=count,
        letter=maybe(text),
        error=maybe(text),
        to=array(text),
        cc=array(text),
        **{"from": text},  # a keyword of Python
        subject=text,
        headers=HEADERS,
        parts=array(record(type=text, body=BODY)),
        attachments=array(record(name=text, type=text, size=count, inline=flag)),
    ),
    "http": record(
        library=one_of("http.client", "httpcore"),
        method=text,
        url=text,
        status=maybe(count),
        error=maybe(text),
    ),
    "cache": record(
        operation=one_of("get", "set", "add", "delete"),
        backend=text,
        key=text,
        found=maybe(flag),
        timeout=maybe(number),
        values=table(DESCRIBED),
    ),
    "signal": record(
        name=text,
        sender=DESCRIBED,
        arguments=table(DESCRIBED),
        receivers=array(record(name=text, file=maybe(text), line=maybe(number))),
        omitted=count,
        raised=maybe(text),
    ),
    "g": record(
        names=array(
            record(
                name=text,
                before=flag,
                set=count,
                set_by=maybe(CALLER),
                read=count,
                read_by=maybe(CALLER),
                missed=count,
                removed=count,
                removed_by=maybe(CALLER),
                left=flag,
            )
        ),
        values=table(DESCRIBED),
        omitted=count,
        **{"class": text},  # a keyword of Python
    ),
    "config": record(how=one_of(*SETTING_METHODS), values=table(DESCRIBED), omitted=count),
    "session": record(
        interface=text,
        available=flag,
        new=flag,
        permanent=flag,
        accessed=flag,
        modified=flag,
        saved=flag,
        before=table(DESCRIBED),
        after=table(DESCRIBED),
        added=array(text),
        removed=array(text),
        changed=array(text),
        nested=array(text),
        unsaved=flag,
    ),
    "cookie": variants("direction", sent=_COOKIE_SENT, set=_COOKIE_SET),
    "flash": record(
        act=one_of("put", "taken", "waiting"),
        messages=array(record(category=text, message=DESCRIBED)),
        filter=array(text),
        again=flag,
    ),
    "form": variants("what", form=_FORM, csrf=record(csrf=_CSRF)),
    "login": record(
        act=one_of("loaded", "login", "logout", "confirmed", "unauthorized", "refresh"),
        id=maybe(text),
        user=maybe(DESCRIBED),
        authenticated=maybe(flag),
        fresh=maybe(flag),
        source=maybe(one_of("session", "remember", "request", "header")),
        remember=maybe(flag),
        succeeded=maybe(flag),
        answer=maybe(text),
        protection=maybe(one_of("stale", "cleared")),
    ),
    "token": record(
        act=one_of("met", "made", "checked"),
        kind=one_of("jwt", "jwe", "itsdangerous", "unknown"),
        token=text,
        size=count,
        direction=maybe(one_of("in", "out")),
        where=text,
        header=table(DESCRIBED),
        claims=table(DESCRIBED),
        algorithm=maybe(text),
        signed_at=maybe(number),
        expires_at=maybe(number),
        expires_in=maybe(number),
        verified=maybe(flag),
        problem=maybe(text),
    ),
    "job": record(
        state=one_of(*JOB_STATES),
        task=text,
        name=text,
        args=array(DESCRIBED),
        kwargs=table(DESCRIBED),
        queue=maybe(text),
        eta=maybe(text),
        countdown=maybe(text),
        retries=maybe(count),
        worker=maybe(text),
        result=maybe(DESCRIBED),
        problem=maybe(text),
    ),
    "thread": record(
        what=one_of("thread", "item", "greenlet", "task"),
        name=text,
        target=maybe(_FUNCTION),
        finished=maybe(flag),
    ),
    "websocket": record(
        act=one_of("opened", "message", "ping", "pong", "closed"),
        direction=one_of("in", "out"),
        type=maybe(one_of("text", "binary")),
        text=maybe(text),
        size=count,
        cut=flag,
        code=maybe(count),
        protocol=maybe(text),
    ),
    "log": record(
        logger=text,
        level=text,
        levelno=number,
        message=text,
        file=maybe(text),
        line=maybe(number),
        function=maybe(text),
        exception=maybe(text),
    ),
    "warning": record(
        category=text, message=text, file=text, line=number, outcome=one_of("shown", "hidden", "raised")
    ),
    "output": record(stream=one_of("stdout", "stderr"), text=text, omitted=count),
    "exception": with_optional(
        record(
            type=text,
            module=maybe(text),
            message=text,
            http=maybe(number),
            where=text,
            handled=maybe(flag),
            by=maybe(_FUNCTION),
            propagated=maybe(flag),
            frames=array(FRAME),
            omitted=count,
            cause=maybe(record(type=text, message=text)),
        ),
        notes=array(text),
        related=array(_RELATED),
    ),
    "response": record(
        status=count,
        reason=text,
        headers=HEADERS,
        body=BODY,
        content_type=maybe(text),
        streamed=flag,
        first_byte=maybe(number),
    ),
    "stream": record(
        end=maybe(one_of("finished", "failed", "abandoned")),
        chunks=count,
        bytes=count,
        first=maybe(number),
        last=maybe(number),
        pause=number,
        closed=number,
    ),
    PROBE_FAULT: record(sensor=text, problem=text, lost=count),
}

KINDS: Final = tuple(BODIES)
"""Every kind of event, in the order of docs/events.md."""
