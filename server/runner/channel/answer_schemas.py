"""The shapes of a guest's answers to the questions of the host, by what the question is about."""

from typing import Final

from server.runner.channel import event_schemas
from server.runner.channel.event_words import SETTING_METHODS
from server.runner.channel.validators import (
    Check,
    array,
    count,
    flag,
    maybe,
    number,
    one_of,
    record,
    table,
    text,
)

_PLACE: Final = {"name": text, "file": maybe(text), "line": maybe(count)}

SOURCES: Final = (*SETTING_METHODS, "default", "unknown")

ANSWERS: Final[dict[str, Check]] = {
    "evaluate": record(type=text, text=text, cut=flag, problem=maybe(text)),
    "resume": record(found=flag),
    "pausing": record(exceptions=flag),
    "match": record(
        routing=maybe(event_schemas.BODIES["routing"]),
        decided_by=maybe(text),
        refused=maybe(text),
        below=text,
    ),
    "databases": record(files=array(text), memory=flag),
    "settings": record(
        app=text,
        settings=array(
            record(
                name=text,
                value=event_schemas.DESCRIBED,
                how=one_of(*SOURCES),
                origin=text,
                library=maybe(text),
                caller=maybe(event_schemas.CALLER),
            )
        ),
        omitted=count,
    ),
    "map": record(
        rules=array(
            record(
                rule=text,
                endpoint=text,
                methods=maybe(array(text)),
                decorators=array(record(**_PLACE)),
                above=array(record(**_PLACE)),
            )
        ),
        shadowed=maybe(
            array(
                record(
                    rule=text,
                    endpoint=text,
                    by_rule=text,
                    by_endpoint=text,
                    methods=array(text),
                    never=flag,
                )
            )
        ),
        unused=array(record(endpoint=text, **_PLACE)),
        blueprints=array(
            record(module=text, variable=text, name=text, views=array(record(rule=text, **_PLACE)))
        ),
    ),
    "config": record(
        values=table(
            record(
                set=flag,
                known=flag,
                type=text,
                text=maybe(text),
                number=maybe(number),
                truth=maybe(flag),
            )
        ),
        secrets=table(record(set=flag, length=maybe(count), listed=maybe(count))),
        fallbacks=array(record(length=maybe(count), listed=maybe(count))),
        uses=table(maybe(record(**_PLACE))),
        signed_sessions=flag,
        packages=table(maybe(text)),
    ),
    "token": record(
        interface=text,
        cookie=text,
        remember=text,
        key=maybe(text),
        length=maybe(count),
        public=flag,
        salt=maybe(text),
        expired=maybe(flag),
        signed=maybe(text),
        reason=maybe(text),
    ),
}
