import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the build put what browsers load: beside this program when it is built, else in the project's `dist/`. */
export function findDist(): string {
  const places = [join(import.meta.dirname, '../..'), join(import.meta.dirname, '../../dist')]
  return places.find((place) => existsSync(join(place, 'sandbox/client/main.js'))) ?? join(places[1] ?? '')
}
