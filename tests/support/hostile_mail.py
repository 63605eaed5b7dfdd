"""Messages that are made to break or to slow down what parses them."""

from typing import Final

_MIXED: Final = b"Content-Type: multipart/mixed; boundary=b\n\n"

HOSTILE_MESSAGES: Final[dict[str, bytes]] = {
    "encoded words that do not decode": b"Subject: =?utf-8?b?////?= =?x-unknown?q?=ff?= =?utf-8?q?=\n"
    b"From: =?utf-8?b?=FF?= <a@b>\nTo: =?iso-2022-jp?b?GyRC?=\n\nhi",
    "a subject of 5 MB": b"Subject: " + b"x" * 5_000_000 + b"\n\nhi",
    "100,000 encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nhi",
    "a subject of many lines": b"Subject: a" + b"\n b" * 200_000 + b"\n\nhi",
    "100,000 recipients": b"To: " + b'"a" <a@b>, ' * 100_000 + b"\n\nhi",
    "comments inside comments": b"To: " + b"(" * 100_000 + b"\nMIME-Version: " + b"(" * 9_000 + b"\n\nhi",
    "groups inside groups": b"To: " + b"a:" * 50_000 + b"\n\nhi",
    "quotes that do not end": b"To: " + b'"\\' * 100_000 + b"\n\nhi",
    "a domain that does not end": b"To: a@" + b"[" * 100_000 + b"\n\nhi",
    "a date that is none": b"Date: Mon, 99 Foo 99999 99:99:99 +99999999999999999999\n\nhi",
    "a date of digits": b"Date: " + b"1" * 100_000 + b"\n\nhi",
    "a year far away": b"Date: Thu, 1 Jan 9999999999 00:00:00 +0000\n\nhi",
    "bytes as charset": b"Content-Type: text/plain; charset=\"\xff\xfe\"; x*0*=a'b'%ff; x*9=\n\nhi",
    "50,000 parameters": b"Content-Type: text/plain; " + b"a*0=b;" * 50_000 + b"\n\nhi",
    "a charset of brackets": b"Content-Type: text/plain; charset=" + b"(" * 50_000 + b"\n\nhi",
    "a type without a name": b"Content-Type: /\nContent-Transfer-Encoding: (\n\nhi",
    "idna": b"Content-Type: text/html; charset=idna\n\n" + b"x" * 100_000 + b".\xff",
    "punycode": b"Content-Type: text/html; charset=punycode\n\n" + b"a-" * 200_000,
    "zip as charset": b"Content-Type: text/plain; charset=zip\n\nhi",
    "base64 that is none": b"Content-Transfer-Encoding: base64\n\n" + b"====\xff" * 1000,
    "uuencode that is none": b"Content-Transfer-Encoding: x-uuencode\n\nbegin 666 \nM" + b"\xff" * 1000,
    "10,000 parts": _MIXED + b"--b\nContent-Type: text/plain\n\nx\n" * 10_000 + b"--b--",
    "400,000 empty parts": _MIXED + b"--b\n" * 400_000,
    "parts 2,000 deep": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(2000)
    ),
    "messages 3,000 deep": b"Content-Type: message/rfc822\n\n" * 3000 + b"hi",
    "no boundary": b"Content-Type: multipart/mixed\n\nhi",
    "an empty boundary": b'Content-Type: multipart/mixed; boundary=""\n\n----\n\nhi',
    "a name of bytes": b"Content-Disposition: attachment; filename*=utf-8''%ff%fe\n\nhi",
    "a name of pieces": b"Content-Disposition: attachment; filename*0*=x''a; filename*1=\n\nhi",
    "a name that injects": _MIXED + b"--b\nContent-Disposition: attachment;"
    b' filename="=?utf-8?q?a=0D=0AEvil:_1?="\n\nhi\n--b--',
    "a name of control characters": _MIXED
    + b'--b\nContent-Disposition: attachment; filename="../../x\x00\xe2\x80\xaey"\n\nhi\n--b--',
    "headers that inject": b"Subject: a\r\n\tb=0d=0aX: =?utf-8?q?=0d=0aEvil:_1?=\n\nhi",
    "20,000 headers": b"A: b\n" * 20_000 + b"\nhi",
    "null bytes": b"\0" * 10_000,
    "colons": b":" * 100_000,
    "nothing": b"",
    "surrogates": b"Subject: \xed\xa0\x80\n\n\xed\xa0\x80",
    "headers twice": b"Subject: a\nSubject: b\nTo: a@b\nTo: c@d\nDate: x\nDate: y\n\nhi",
    "2,000,000 lines": b"\n" + b"x\n" * 2_000_000,
    "2,000,000 references": b"Content-Type: text/html\n\n" + b"cid:" * 2_000_000,
}
