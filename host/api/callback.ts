export type Callbacks = {
  success?: (result: object) => void
  fail?: (error: object) => void
  complete?: (result: object) => void
}

/** Reported to `fail` as the client words it: `<api>:fail <why>`. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly errCode: number

  constructor(message: string, errCode = 1) {
    super(message)
    this.errCode = errCode
  }
}

type Work = (options: Record<string, unknown>) => unknown

/** An API as pages call it: options with success, fail and complete, of which one of the first two is called, later. */
export function toApi(name: string, work: Work): (options?: object) => void {
  return (given) => {
    const options = (given ?? {}) as Record<string, unknown> & Callbacks
    void settle(name, work, options).then(({ ok, result }) => {
      const call = ok ? options.success : options.fail
      call?.(result)
      options.complete?.(result)
    })
  }
}

async function settle(name: string, work: Work, options: Record<string, unknown>) {
  try {
    const result = await work(options)
    return { ok: true, result: { errMsg: `${name}:ok`, ...(result as object | undefined) } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const errCode = error instanceof ApiError ? error.errCode : 1
    return { ok: false, result: { errMsg: `${name}:fail ${why}`, errCode, errno: errCode, errString: why } }
  }
}

export const textOf = (options: Record<string, unknown>, name: string): string => {
  const value = options[name]
  return typeof value === 'string' ? value : ''
}
