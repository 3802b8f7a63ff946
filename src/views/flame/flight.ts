import { between, type Camera, SETTLE_MS, sameCamera } from '../../draw/camera.ts';

const STILL = Number.NEGATIVE_INFINITY;

/** A camera on its way: where it is, and where it will be in 140 ms. */
export class Flight {
  camera: Camera;
  goal: Camera;
  private from: Camera;
  private began = STILL;

  constructor(camera: Camera) {
    this.camera = this.goal = this.from = camera;
  }

  /** At once. */
  jump(to: Camera): void {
    this.camera = this.goal = to;
    this.began = STILL;
  }

  /** Eased from where the camera is, or from `start`. People who asked for less motion get none. */
  settle(to: Camera, start: Camera = this.camera): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.jump(to);
      return;
    }
    this.goal = to;
    this.camera = this.from = start;
    this.began = performance.now();
  }

  /** Moves on to a frame's time; true while there is more to come. */
  step(now: number): boolean {
    const t = (now - this.began) / SETTLE_MS;
    const moving = t < 1;
    this.camera = moving ? between(this.from, this.goal, t) : this.goal;
    return moving;
  }

  isGoal(camera: Camera): boolean {
    return sameCamera(camera, this.goal);
  }
}
