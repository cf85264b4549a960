/** What an API of the client answers to `fail`. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly errno: number
  /** Of `config`, where it has codes of its own. */
  readonly errCode: number | undefined

  constructor(message: string, errno: number, errCode?: number) {
    super(message)
    this.errno = errno
    this.errCode = errCode
  }
}
