/**
 * Opens a mouse that sends input through the Chrome DevTools Protocol. Playwright's own mouse runs code in the page at
 * every movement while a button is down, which would count as the page's work.
 */
export async function openMouse(page) {
  const session = await page.context().newCDPSession(page);
  let at = { x: 0, y: 0 };
  let pressed = false;
  const send = (type, more = {}) =>
    session.send('Input.dispatchMouseEvent', {
      type,
      ...at,
      button: pressed ? 'left' : 'none',
      buttons: pressed ? 1 : 0,
      ...more,
    });
  return {
    move: (x, y) => {
      at = { x, y };
      return send('mouseMoved');
    },
    down: () => {
      pressed = true;
      return send('mousePressed', { clickCount: 1 });
    },
    up: async () => {
      await send('mouseReleased', { clickCount: 1, buttons: 0 });
      pressed = false;
    },
    wheel: (deltaX, deltaY) => send('mouseWheel', { deltaX, deltaY }),
  };
}
