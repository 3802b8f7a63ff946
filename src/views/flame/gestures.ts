/** What pointers, wheel and fingers ask for, in CSS pixels of the picture. */
export interface GestureTarget {
  hover(x: number, y: number): void;
  leave(): void;
  tap(x: number, y: number): void;
  doubleTap(x: number, y: number): void;
  menu(x: number, y: number, clientX: number, clientY: number): void;
  pan(dx: number, dy: number): void;
  zoom(factor: number, x: number): void;
  /** Plain wheel. False = nothing left to scroll there; the page may have it. */
  scroll(dx: number, dy: number): boolean;
}

const DRAG_FROM = 4;
const LONG_PRESS_MS = 500;
const DOUBLE_MS = 350;
const DOUBLE_REACH = 12;
const LINE = 20;

interface Finger {
  x: number;
  y: number;
}

/** Listens on an element until the returned function is called. */
export function listenGestures(element: HTMLElement, target: GestureTarget): () => void {
  const fingers = new Map<number, Finger>();
  let moved = false;
  let press: ReturnType<typeof setTimeout> | undefined;
  let start: Finger = { x: 0, y: 0 };
  let lastTap = { x: 0, y: 0, time: Number.NEGATIVE_INFINITY };

  const at = (event: MouseEvent): Finger => {
    const rect = element.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };
  const stopPress = () => clearTimeout(press);

  const down = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    const point = at(event);
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, point);
    stopPress();
    if (fingers.size > 1) {
      moved = true;
      return;
    }
    moved = false;
    start = point;
    if (event.pointerType !== 'mouse') {
      press = setTimeout(() => {
        moved = true;
        target.menu(point.x, point.y, event.clientX, event.clientY);
      }, LONG_PRESS_MS);
    }
  };

  const move = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    const point = at(event);
    if (finger === undefined) {
      if (event.pointerType !== 'touch') target.hover(point.x, point.y);
      return;
    }
    if (fingers.size === 1) {
      if (!moved && Math.hypot(point.x - start.x, point.y - start.y) < DRAG_FROM) return;
      if (!moved) target.leave();
      moved = true;
      stopPress();
      target.pan(point.x - finger.x, point.y - finger.y);
    } else {
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other !== undefined) {
        const before = Math.max(8, Math.abs(finger.x - other.x));
        const after = Math.max(8, Math.abs(point.x - other.x));
        target.zoom(after / before, (point.x + other.x) / 2);
        target.pan((point.x - finger.x) / 2, (point.y - finger.y) / 2);
      }
    }
    finger.x = point.x;
    finger.y = point.y;
  };

  const up = (event: PointerEvent) => {
    stopPress();
    if (!fingers.delete(event.pointerId) || moved || event.type === 'pointercancel') return;
    const { x, y } = at(event);
    const twice = event.timeStamp - lastTap.time < DOUBLE_MS && Math.hypot(x - lastTap.x, y - lastTap.y) < DOUBLE_REACH;
    lastTap = { x, y, time: twice ? Number.NEGATIVE_INFINITY : event.timeStamp };
    if (twice) target.doubleTap(x, y);
    else target.tap(x, y);
  };

  const leave = (event: PointerEvent) => {
    if (fingers.size === 0 && event.pointerType !== 'touch') target.leave();
  };

  const menu = (event: MouseEvent) => {
    event.preventDefault();
    stopPress();
    // A long press has already asked, and the keyboard's menu key is answered by the selection.
    if (event.button !== 2 || moved) return;
    const { x, y } = at(event);
    target.menu(x, y, event.clientX, event.clientY);
  };

  const wheel = (event: WheelEvent) => {
    const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? element.clientHeight : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      // A pinch of a touchpad comes as small steps, a notch of a wheel as about 100.
      target.zoom(Math.exp(-Math.max(-200, Math.min(200, dy)) * (Math.abs(dy) < 40 ? 0.01 : 0.003)), at(event).x);
    } else if (event.shiftKey && dx === 0) {
      event.preventDefault();
      target.pan(-dy, 0);
    } else if (target.scroll(dx, dy)) event.preventDefault();
  };

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('contextmenu', menu);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    stopPress();
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('contextmenu', menu);
    element.removeEventListener('wheel', wheel);
  };
}
