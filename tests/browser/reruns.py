"""What a page has asked of Streamlit and what it got: when nothing that an act began is still to come."""

from itertools import count

from playwright.sync_api import Page

from tests.browser.waiting import PATIENCE

# Runs in every page before its own scripts. A rerun that was asked for is open until a run has ended that answers it;
# requests that stand close together are answered by one run, so an old one is let go when nothing has come of it.
COUNTED = """(() => {
    const RERUN = 11, BEGINS = 4, ENDS = 6, EARLY = 2, LET_GO = 1500;
    const now = () => performance.now();
    let open = [], answered = 0, running = false;
    window.streamlitAsked = 0;
    window.streamlitRests = () => !running && !open.some((asked) => now() - asked < LET_GO);

    // The numbers of a message's fields, with the value of those that are plain numbers.
    function fieldsOf(bytes) {
        const fields = new Map();
        let at = 0;
        const number = () => {
            let value = 0;
            for (let scale = 1; ; scale *= 128) {
                const byte = bytes[at++];
                value += (byte & 127) * scale;
                if (byte < 128) return value;
            }
        };
        while (at < bytes.length) {
            const tag = number(), kind = tag & 7;
            const value = kind === 0 || kind === 2 ? number() : 0;
            at += [0, 8, value, 0, 0, 4][kind];
            fields.set(tag >>> 3, value);
        }
        return fields;
    }

    function heard(fields) {
        if (fields.has(BEGINS)) {
            running = true;
            answered = open.filter((asked) => now() - asked >= LET_GO).length;
        } else if (fields.has(ENDS)) {
            running = false;
            if (fields.get(ENDS) !== EARLY) open.splice(0, Math.max(answered, 1));
        }
    }

    window.WebSocket = class extends WebSocket {
        constructor(...of) {
            super(...of);
            this.addEventListener("message", ({ data }) => {
                if (data instanceof ArrayBuffer) heard(fieldsOf(new Uint8Array(data)));
            });
            this.addEventListener("close", () => ([open, running] = [[], false]));
        }
        send(data) {
            if (data instanceof Uint8Array && fieldsOf(data).has(RERUN)) {
                open.push(now());
                window.streamlitAsked += 1;
            }
            super.send(data);
        }
    };
})()"""
# An act reaches Streamlit within a frame or two, and what Streamlit was told is drawn within as many.
_AT_REST = """([frames, asked]) => {
    const drawn = "[data-testid=stMain] [data-testid=stElementContainer]";
    const ready = "[data-testid=stApp][data-test-script-state=notRunning]";
    if (window.restAsked !== asked) [window.restAsked, window.restFrames] = [asked, 0];
    const rests = document.querySelector(ready) && document.querySelector(drawn) && window.streamlitRests();
    window.restFrames = rests ? window.restFrames + 1 : 0;
    return window.restFrames > frames;
}"""
_FRAMES = 4
_ASKED = count()


def settled(page: Page) -> None:
    """Wait until the script behind the page has answered the last act, and its answer is drawn."""
    page.wait_for_function(_AT_REST, arg=[_FRAMES, next(_ASKED)], timeout=PATIENCE)
