export type Contact = { openId: string; unionId?: string; name: string; avatarUrls: string[] }

/** As the client gives it: without a name (chooseContact, 输出). */
export type ChosenDepartment = { openDepartmentId: string; departmentId: string }

export type ContactWish = {
  multi: boolean
  max: number
  limitTips: string
  chosenIds: readonly string[]
  disabledIds: readonly string[]
  withDepartments: boolean
  /** People of other companies, who are offered unless the page says no. */
  withOutsiders: boolean
}

export type ChosenContacts = { data: Contact[]; department_data: ChosenDepartment[] }

export type Theme = 'light' | 'dark'

/** The client around the pages, as far as it differs between the sandbox, Feishu itself and a plain browser. */
export type Backend = {
  /** Keeps what is stored apart by app and person. */
  storageName: string
  /** The locale, like `zh-CN`. */
  language: string
  platform: 'ios' | 'android' | 'darwin' | 'windows_nt'
  /** The package says nothing about where it runs: its server is wherever the client says. */
  serverAddress: (url: string) => string
  /** `verifier`: of a code that came by a redirect. */
  requestAccess: (options: Record<string, unknown>) => Promise<{ code: string; verifier?: string }>
  login: () => Promise<{ code: string; verifier?: string }>
  /** Whether it can be asked who is there now. A browser cannot: whoever logged in stays until the session ends. */
  canAskAgain: boolean
  /** Rejects with `Cancel` when the person leaves the picker. */
  chooseContact: (wish: ContactWish) => Promise<ChosenContacts>
  /** `widePath`: the same page for windows that have room. Answers whether others are offered, or the link is copied. */
  share: (message: { title: string; path: string; widePath?: string }) => Promise<'offered' | 'copied'>
  /** The page on top changed, or its title did; `depth` counts the pages below it. */
  shown: (page: { title: string; url: string; depth: number }) => void
  /** Leaves the package, where the client can do that. */
  exit: () => void
}
