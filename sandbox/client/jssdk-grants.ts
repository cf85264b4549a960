import { api } from './api.ts'
import { Refused } from './refused.ts'

type Asked = { api: string; page: string; load: string; options: Record<string, unknown> }

export type Grants = ReturnType<typeof createGrants>

/** 步骤二：鉴权调用 JSAPI: everything else wants `config` first. */
const FREE = new Set(['requestAccess', 'requestAuthCode', 'closeWindow'])

const AUTHENTICATION_FAILED = 2_601_002
const INVALID_PARAMETER = 104
const PARAMETER_TYPES = 1012
const UNAUTHORISED_API = 333445

/** What `h5sdk.config` allowed the page in the frame: some APIs, on some paths and below them (染色级别). */
export function createGrants() {
  let granted: { load: string; paths: readonly string[]; apis: ReadonlySet<string> } | undefined
  const refuse = (why: string, code: number): never => {
    const errno = code === PARAMETER_TYPES ? INVALID_PARAMETER : AUTHENTICATION_FAILED
    throw new Refused(`Authentication failed. ${why} (error code: ${String(code)})`, errno, code)
  }
  return {
    async configure({ page, load, options }: Asked): Promise<object> {
      const { errCode, errString = '' } = await api.config(page, options)
      if (errCode !== undefined) return refuse(errString, errCode)
      const before = granted?.load === load ? granted.paths : []
      const { jsApiList } = options as { jsApiList: string[] }
      granted = { load, paths: [...before, pathOf(page)], apis: new Set(jsApiList) }
      return { session_key: load }
    },
    /** Throws where the page may not call this now. */
    check({ api: name, page, load }: Asked): void {
      if (FREE.has(name)) return
      const isHere =
        granted?.load === load && granted.paths.some((path) => `${pathOf(page)}/`.startsWith(`${path}/`))
      if (!isHere || granted?.apis.has(name) !== true) refuse('JSAPI not authorised', UNAUTHORISED_API)
    },
  }
}

const pathOf = (page: string): string => {
  const { origin, pathname } = new URL(page)
  return `${origin}${pathname}`.replace(/\/$/, '')
}
