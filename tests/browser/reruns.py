"""What a page has asked of Streamlit and what it got: when nothing that an act began is still to come."""

from itertools import count

from playwright.sync_api import Page

from tests.browser.waiting import PATIENCE

# Runs in every page before its own scripts. A rerun that was asked for is open until a run has ended that answers it;
# requests that stand close together are answered by one run, so one that a run has passed is let go after a while.
COUNTED = """(() => {
    const RERUN = 11, BEGINS = 4, ENDS = 6, EARLY = 2, LET_GO = 1500, LOST = 20000;
    const FILES = 16, PLACES = 19;
    let open = [], old = 0, running = false, files = 0;
    window.streamlitAsked = 0;
    window.streamlitRests = () => !running && !files && !open.some(waits);

    function waits({ since, passed }) {
        return performance.now() - since < (passed ? LET_GO : LOST);
    }

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
        if (fields.has(PLACES)) files = Math.max(files - 1, 0);
        if (fields.has(BEGINS)) {
            running = true;
            old = open.filter((asked) => !waits(asked)).length;
        } else if (fields.has(ENDS)) {
            running = false;
            if (fields.get(ENDS) === EARLY) return;
            open.splice(0, Math.max(old, 1));
            for (const asked of open) asked.passed = true;
        }
    }

    // A file is on its way from the moment that a place for it is asked for.
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (...of) {
        files += 1;
        this.addEventListener("loadend", () => (files = Math.max(files - 1, 0)));
        return send.apply(this, of);
    };
    window.WebSocket = class extends WebSocket {
        constructor(...of) {
            super(...of);
            this.addEventListener("message", ({ data }) => {
                if (data instanceof ArrayBuffer) heard(fieldsOf(new Uint8Array(data)));
            });
            this.addEventListener("close", () => ([open, running, files] = [[], false, 0]));
        }
        send(data) {
            const fields = data instanceof Uint8Array ? fieldsOf(data) : new Map();
            if (fields.has(FILES)) files += 1;
            if (fields.has(RERUN)) {
                open.push({ since: performance.now(), passed: false });
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
