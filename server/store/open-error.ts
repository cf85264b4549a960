/** Why the store cannot be opened, in one line for whoever starts the server. Nothing in the folder was changed. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError'
}
