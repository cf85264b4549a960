export type Contact = { openId: string; unionId?: string; name: string; avatarUrls: string[] }

export type ChosenDepartment = { openDepartmentId: string; departmentId: string; name: string }

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
  requestAccess: (options: Record<string, unknown>) => Promise<{ code: string }>
  login: () => Promise<{ code: string }>
  /** Rejects with `cancel` when the person leaves the picker. */
  chooseContact: (wish: ContactWish) => Promise<ChosenContacts>
  share: (message: { title: string; path: string }) => Promise<void>
  /** The page on top changed, or its title did; `depth` counts the pages below it. */
  shown: (page: { title: string; url: string; depth: number }) => void
  /** Leaves the package, where the client can do that. */
  exit: () => void
}
