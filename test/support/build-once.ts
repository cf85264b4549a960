import { buildWhenStale } from '../../scripts/build.js'

/** Tests that run the built server run what is on disk now. */
export default async function setup(): Promise<void> {
  await buildWhenStale()
}
