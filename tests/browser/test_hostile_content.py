"""What guests wrote, in the pages of a real browser: no script of theirs runs at our address."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Dialog, expect

from server.model.exchange import Body, Exchange, Request, Response
from server.model.mail import MailMessage
from tests.support.lenses import sample_events as s
from tests.support.lenses.full_exchange import full_exchange
from tests.support.workbench_page import WorkbenchPage

pytestmark = [pytest.mark.browser, pytest.mark.hardness("stored-script")]

OWN = "parent.owned = top.owned = window.owned = 1"
ATTACKS = (
    f"<script>{OWN}</script>",
    f"\"'><img src=x onerror='{OWN}'>",
    f"</textarea></title></style></script><svg onload='{OWN}'>",
    f"javascript:{OWN}",
    f"<a href='javascript:{OWN}' autofocus onfocus='{OWN}'>x</a>",
    f"{{{{ constructor.constructor('{OWN}')() }}}}",
    f"<div hx-on::load='{OWN}' hx-get='/settings' hx-trigger='load' data-hx-on:load='{OWN}'>x</div>",
    f'<iframe srcdoc="<script>{OWN}</script>"></iframe>',
    f"<meta http-equiv=refresh content='0;url=javascript:{OWN}'>",
    f"<base href='//evil.example/'><form action='//evil.example/'><button formaction='javascript:{OWN}'>",
)


# A page takes seconds; three texts at a time also lie next to each other.
TEXTS = tuple(" ".join(ATTACKS[start : start + 3]) for start in range(0, len(ATTACKS), 3))


def hostile(text: str) -> Exchange:
    """Return an exchange with `text` in every field that a guest or a client controls."""
    value = s.value(text, text)
    return replace(
        full_exchange(),
        request=Request(
            method="GET",
            url=f"http://localhost:5000/{text}",
            path=f"/{text}",
            query=text,
            headers=(("Cookie", text), ("Referer", text), (text, text)),
            body=Body(data=text.encode(), size=len(text), content_type="text/html"),
        ),
        response=Response(
            status=200,
            reason=text,
            headers=(("Location", text), ("Set-Cookie", text), (text, text)),
            body=Body(data=text.encode(), size=len(text), content_type="text/html"),
        ),
        events=(
            s.arrival(text, text),
            s.match(text, s.tried(text, "text", segment=1, expected=text, got=text)),
            s.hook(text, text, at=1, returned=value, scope=text, answered=True),
            s.view(text, raised=text, args={text: value}),
            s.template(text, context={text: value}, loaded=[text]),
            s.session(interface=text, before={text: value}, unsaved=True, nested=[text]),
            s.set_cookie(text, value=text, attributes={text: text}, raw=text),
            s.log(text, text, logger=text, exception=text),
            s.raised(text, message=text, frames=[{**s.frame(text, own=True), "source": [[12, text]]}]),
        ),
    )


@pytest.fixture
def watched(workbench: WorkbenchPage) -> Iterator[WorkbenchPage]:
    """The workbench, in whose pages no script of a guest may run, open a dialog or go elsewhere."""
    asked: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    workbench.page.on("dialog", dismiss)
    workbench.page.on("request", lambda request: asked.append(request.url))
    yield workbench
    assert not [
        url for url in asked if "evil.example" in url or not url.startswith(("http", "data:", "blob:"))
    ]
    # The policy's refusals of what a guest's own page contains are what is wanted.
    workbench.errors.clear()


def test_no_script_of_an_exchange_runs(watched: WorkbenchPage) -> None:
    """Every tab of exchanges with script in every field shows it as text, on their page and on the bench."""
    store = watched.services.store
    for text in TEXTS:
        stored = replace(hostile(text), id=store.next_id())
        store.add(stored)
        store.flush()
        watched.open(f"/exchanges/{stored.id}")
        tabs = watched.page.get_by_role("tab")
        for number in range(tabs.count()):
            tabs.nth(number).click()
            expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
        watched.page.wait_for_load_state("networkidle")
        assert watched.page.evaluate("window.owned") is None, text
        assert watched.page.url.startswith(f"{watched.origin}/exchanges/{stored.id}")


def test_no_script_of_a_letter_runs(watched: WorkbenchPage) -> None:
    """Mail with script in its headers, texts and attachments is shown as text, or without power."""
    for number, text in enumerate(TEXTS):
        plain = text.replace("\n", " ")
        source = (
            f"From: {plain}\r\nTo: {plain}\r\nSubject: {plain}\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
            f"--x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
            f"--x\r\nContent-Type: text/html\r\n\r\n{text}\r\n"
            f"--x\r\nContent-Type: text/html\r\n"
            f'Content-Disposition: attachment; filename="{number}.html"\r\n\r\n'
            f"{text}\r\n--x--\r\n"
        )
        letter = MailMessage(
            id=f"n{number}",
            guest="g1",
            received_at=1.0,
            sender=text,
            recipients=(text,),
            source=source.encode(),
        )
        watched.services.store.mail.add(letter)
        watched.services.store.flush()
        watched.open(f"/mail?letter=n{number}")
        watched.page.wait_for_load_state("networkidle")
        assert watched.page.evaluate("window.owned") is None, text
        assert watched.page.url.startswith(f"{watched.origin}/mail")


@pytest.mark.hardness("inline-script")
def test_script_that_got_into_a_page_does_not_run(watched: WorkbenchPage) -> None:
    """Inline script, handlers, remote script, eval and frames of data are refused by the policy itself."""
    watched.open("/settings")
    ran = watched.page.evaluate(
        """async (own) => {
            const add = (html) => {
                const holder = document.createElement("div");
                holder.append(document.createRange().createContextualFragment(html));
                document.body.append(holder);
            };
            add(`<script>${own}</script>`);
            add(`<img src=x onerror="${own}">`);
            add(`<script src="http://evil.invalid/x.js"></script>`);
            add(`<script src="data:text/javascript,${own}"></script>`);
            add(`<iframe src="data:text/html,<script>${own}</script>"></iframe>`);
            add(`<object data="data:text/html,<script>${own}</script>"></object>`);
            add(`<a id=lure href="javascript:${own}">x</a>`);
            document.getElementById("lure").click();
            // Later, because the policy does not hold for what DevTools evaluate themselves.
            setTimeout(() => {
                try { eval(own); } catch (error) { /* the policy */ }
                try { new Function(own)(); } catch (error) { /* the policy */ }
                try { setTimeout(own, 0); } catch (error) { /* the policy */ }
            }, 1);
            await new Promise((done) => setTimeout(done, 300));
            return window.owned ?? null;
        }""",
        OWN,
    )
    assert ran is None
