/** What keeps `setup` from going on, in words for whoever typed it. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
