/** Why the store cannot be opened, in one line for whoever starts the server. Nothing in the folder was changed. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError'
  /** Another process has the folder. */
  readonly isInUse: boolean

  constructor(message: string, { cause, isInUse = false }: { cause?: unknown; isInUse?: boolean } = {}) {
    super(message, { cause })
    this.isInUse = isInUse
  }
}
