import { buildWhenStale } from '../../scripts/build.js'

/** Tests that run the built server run what is on disk now. */
export function setup(): void {
  buildWhenStale()
}
