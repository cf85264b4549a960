import { ApiError } from '../api/callback.ts'
import { pickContacts, type Directory } from '../ui/contact-sheet.ts'
import { wordsIn } from '../ui/words.ts'
import type { Backend, ChosenContacts, ContactWish } from './backend.ts'

type Person = {
  userId: string
  openId: string
  unionId?: string
  name: string
  enName?: string
  departmentIds?: string[]
  resigned?: boolean
  external?: boolean
}
type Department = { departmentId: string; openDepartmentId: string; name: Record<string, string> }

export type SandboxOptions = {
  userId: string
  language: string
  isDesktop: boolean
  /** What the client's frame gets to hear. */
  post: (message: object) => void
}

/** The client as the sandbox plays it: the person is the chosen one, the organisation is the sandbox's. */
export function createSandboxBackend({ userId, language, isDesktop, post }: SandboxOptions): Backend {
  const login = async (): Promise<{ code: string }> => {
    const response = await fetch('/_sandbox/login-codes', {
      method: 'POST',
      body: JSON.stringify({ userId }),
    })
    if (!response.ok) throw new ApiError('network error')
    return (await response.json()) as { code: string }
  }
  return {
    storageName: `sandbox:${userId}`,
    language,
    platform: isDesktop ? 'darwin' : 'ios',
    serverAddress(url) {
      const { pathname, search } = new URL(url, location.href)
      return `/server${pathname}${search}`
    },
    requestAccess: login,
    login,
    canAskAgain: true,
    chooseContact: (wish) => chooseContact(wish, language),
    share: async (message) => {
      post({ type: 'share', ...message })
      return 'offered'
    },
    shown: (page) => post({ type: 'shown', ...page }),
    exit: () => post({ type: 'exit' }),
  }
}

/** Errno 错误码, chooseContact. */
const CANCELLED = 1_003_003

async function chooseContact(wish: ContactWish, language: string): Promise<ChosenContacts> {
  const chosen = await pickContacts(wordsIn(language), await readDirectory(language, wish), wish)
  if (!chosen) throw new ApiError('Cancel', CANCELLED)
  return chosen
}

async function readDirectory(language: string, { withOutsiders }: ContactWish): Promise<Directory> {
  const [people, departments] = await Promise.all([
    readJson('/_sandbox/people') as Promise<Person[]>,
    readJson('/_sandbox/departments') as Promise<Department[]>,
  ])
  const nameOf = ({ name }: Department): string => name[language] ?? name['default'] ?? ''
  return {
    departments: departments.map((one) => ({
      openDepartmentId: one.openDepartmentId,
      departmentId: one.departmentId,
      name: nameOf(one),
    })),
    people: people
      .filter(({ resigned, external }) => resigned !== true && (withOutsiders || external !== true))
      .map(({ openId, name, enName, departmentIds }) => {
        const own = departments.find(({ departmentId }) => departmentIds?.includes(departmentId))
        return {
          openId,
          name: language === 'zh-CN' ? name : (enName ?? name),
          avatarUrls: [],
          department: own ? nameOf(own) : '',
        }
      }),
  }
}

async function readJson(path: string): Promise<unknown> {
  const response = await fetch(path)
  if (!response.ok) throw new ApiError('network error')
  return response.json()
}
