"""What is said about uploaded files, decided at a newspaper's photo desk."""

import secrets

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ATTACKS = ("../front-page.html", "..\\..\\boot.ini", ".htaccess", "in/../../in/x.html")


def photo(bench: Bench, path: str, name: str, data: bytes = PNG, *, may_crash: bool = False) -> Seen:
    """Send one file in the field `photo`, as a browser's form does, and say that it is a PNG."""
    return bench.send("POST", path, files=[("photo", name, "image/png", data)], may_crash=may_crash)


def album(bench: Bench) -> Bench:
    """The app that keeps its photos with Flask-Reuploaded."""
    bench.needs("flask-reuploaded")
    return bench.beside("album.py")


@claim(
    "nothing-chosen",
    "If no file was chosen, its field is in `request.files` all the same.",
    expect=HOLDS,
    counter=Counter(files=()),
)
def nothing_chosen(
    bench: Bench,
    *,
    files: tuple[tuple[str, str, str, bytes], ...] = (("photo", "", "application/octet-stream", b""),),
) -> Observation:
    seen = bench.send("POST", "/arrived", files=files, form={"caption": ""})
    found = seen.json()["files"]
    return Observation(
        holds="photo" in found,
        because=f"Of a form in which nothing was chosen, `request.files` was `{found}`.",
    )


@claim(
    "names-are-names",
    "A file is saved in the folder that one gives, because `photo.filename` is only a name.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"/ photo.filename)": "/ secure_filename(photo.filename))"}),
)
def names_are_names(bench: Bench) -> Observation:
    landed = photo(bench, "/trusting", "../front-page.html").json()["landed"]
    return Observation(
        holds=all(path.startswith("in/") for path in landed),
        because=f"Sent as `../front-page.html` and saved in `in/`, the file landed at `{landed[0]}`.",
    )


@claim(
    "secure-stays",
    "After `secure_filename` no name leads out of the folder.",
    expect=HOLDS,
    counter=Counter({"name = secure_filename(photo.filename)": "name = photo.filename"}),
)
def secure_stays(bench: Bench) -> Observation:
    got = {name: photo(bench, "/secure", name, may_crash=True) for name in ATTACKS}
    became = {name: seen.json()["landed"][0] for name, seen in got.items() if seen.status == 200}
    out = [name for name in ATTACKS if not became.get(name, "").startswith("in/")]
    return Observation(
        holds=not out,
        because="The files landed at "
        + ", ".join(f"`{path}`" for path in became.values())
        + (f"; `{out[0]}` got out." if out else "."),
    )


@claim(
    "always-a-name",
    "`secure_filename` always leaves a name under which one can save.",
    expect=FAILS,
    mistake=True,
    counter=Counter(name="the cat.png"),
)
def always_a_name(bench: Bench, *, name: str = "猫") -> Observation:
    made = photo(bench, "/secure", name).json()["name"]
    return Observation(holds=bool(made), because=f"Of `{name!r}`, `secure_filename` made `{made!r}`.")


@claim(
    "type-is-true",
    "`photo.content_type` says what the file really is.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "name: photo.content_type for": (
                'name: "image/png" if photo.read(4) == b"\\x89PNG" else "something else" for'
            )
        }
    ),
)
def type_is_true(bench: Bench) -> Observation:
    said = photo(bench, "/arrived", "cat.png", b"<script>alert(1)</script>").json()["kinds"]["photo"]
    return Observation(
        holds=said != "image/png",
        because=f"A script was sent as a picture, and its type was said to be `{said}`.",
    )


@claim(
    "too-large",
    "A form that is larger than `MAX_CONTENT_LENGTH` is answered with 413 when the view asks for its files.",
    expect=HOLDS,
    counter=Counter(size=50_000),
)
def too_large(bench: Bench, *, size: int = 150_000) -> Observation:
    seen = photo(bench, "/secure", "cat.png", bytes(size))
    return Observation(
        holds=seen.status == 413,
        because=f"The limit is 100000 bytes, and a file of {size} was answered with {seen.status_line}.",
    )


@claim(
    "before-the-view",
    "`MAX_CONTENT_LENGTH` stops a request that is too large before its view runs.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            '\n\n@app.get("/")\n': """

@app.before_request
def weigh():
    return ("", 413) if (request.content_length or 0) > app.config["MAX_CONTENT_LENGTH"] else None


@app.get("/")
"""
        }
    ),
)
def before_the_view(bench: Bench) -> Observation:
    seen = photo(bench, "/knock", "cat.png", bytes(150_000))
    ran = bool(seen.all_of("view"))
    return Observation(
        holds=not ran,
        because=f"A view that does not look at the file {'ran' if ran else 'did not run'}, "
        f"and `{seen.sent}` was answered with {seen.status_line}.",
    )


@claim(
    "read-is-gone",
    "A file that was read to its end, to check it, is saved empty.",
    expect=HOLDS,
    counter=Counter({"size = len(photo.read())\n": "size = len(photo.read())\n    photo.seek(0)\n"}),
)
def read_is_gone(bench: Bench) -> Observation:
    got = photo(bench, "/hasty", "cat.png").json()
    return Observation(
        holds=got["sent"] > 0 and got["kept"] == 0,
        because=f"Of {got['sent']} bytes that were read, {got['kept']} bytes were saved afterwards.",
    )


@claim(
    "set-looks-inside",
    "An `UploadSet` of `IMAGES` refuses a file that is no picture.",
    expect=FAILS,
    mistake=True,
    counter=Counter(name="cat.html"),
)
def set_looks_inside(bench: Bench, *, name: str = "cat.png") -> Observation:
    seen = photo(album(bench), "/", name, b"<script>alert(1)</script>")
    return Observation(
        holds=seen.status == 415,
        because=f"A script called `{name}` was answered with {seen.status_line}: `{seen.text.strip()}`.",
    )


@claim(
    "set-takes-scripts",
    "An `UploadSet` of `IMAGES` lets a picture in that holds a script.",
    expect=HOLDS,
    counter=Counter(
        {'UploadSet("photos", IMAGES)': 'UploadSet("photos", tuple(end for end in IMAGES if end != "svg"))'}
    ),
)
def set_takes_scripts(bench: Bench) -> Observation:
    seen = photo(album(bench), "/", "cat.svg", SCRIPT)
    return Observation(
        holds=seen.status == 200,
        because=f"A drawing with a script in it, `cat.svg`, was answered with {seen.status_line}: "
        f"`{seen.text.strip()}`.",
    )


@claim(
    "set-keeps-both",
    "If an `UploadSet` has a file of that name already, the new one gets another name.",
    expect=HOLDS,
    counter=Counter(
        {
            'photos = UploadSet("photos", IMAGES)\n': (
                'photos = UploadSet("photos", IMAGES)\nphotos.resolve_conflict = lambda folder, name: name\n'
            )
        }
    ),
)
def set_keeps_both(bench: Bench) -> Observation:
    desk = album(bench)
    name = f"cat-{secrets.token_hex(4)}.png"
    first, second = (photo(desk, "/", name).json().get("saved") for _ in range(2))
    if first is None:
        raise Undecided("The set did not take the first photo.", "Restore the lab.")
    return Observation(
        holds=first != second,
        because=f"The same photo, sent twice, was saved as `{first}` and as `{second}`.",
    )
