import { api } from './api.ts'
import type { ClientContext } from './client-context.ts'
import { pickContacts, type ContactWish } from './dialog.ts'
import { createGrants, type Grants } from './jssdk-grants.ts'
import { Refused } from './refused.ts'
import type { Target } from './links.ts'

type Question = {
  from?: string
  id?: number
  load?: string
  page?: string
  api?: string
  options?: Record<string, unknown>
}

type Asked = { api: string; page: string; load: string; options: Record<string, unknown> }

type Deps = {
  frame: { source: () => Window | null; target: () => Target | undefined; close: () => void }
  context: () => ClientContext
}

/**
 * Answers the JSSDK of a web app in the frame (see jssdk.ts), as the client around a web app does. Only the frame's
 * own window is heard, and only the page that asked gets the answer.
 */
export function answerJssdk({ frame, context }: Deps): void {
  const grants = createGrants()
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const window_ = frame.source()
    const { from, id, load = '', page = '', api: name = '', options = {} } = event.data as Question
    if (from !== 'jssdk' || window_ === null || event.source !== window_) return
    const reply = (message: object): void => {
      window_.postMessage({ to: 'jssdk', id, ...message }, event.origin)
    }
    answer({ api: name, page, load, options }, { frame, context, grants }).then(
      (result) => {
        reply({ ok: true, result })
      },
      (error: unknown) => {
        const text = error instanceof Error ? error.message : String(error)
        const errno = error instanceof Refused ? error.errno : INTERNAL
        const code = error instanceof Refused ? error.errCode : undefined
        reply({ ok: false, result: { errno, errString: text, ...(code !== undefined && { errCode: code }) } })
      },
    )
  })
}

/** Errno 错误码. */
const INTERNAL = 102
const NOT_SUPPORTED = 103
const INVALID_PARAMETER = 104
const CANCELLED = 1_003_003
const NOT_AUTHORISED = 2_700_002

async function answer(asked: Asked, { frame, context, grants }: Deps & { grants: Grants }): Promise<object> {
  const { api: name, options } = asked
  if (name === 'ready') return {}
  // The center's own mini program shows the page: none of its calls are this app's (三方审批定义概述).
  if (frame.target()?.kind === 'framed')
    throw new Refused('the page belongs to no web app here', NOT_SUPPORTED)
  if (name === 'config') return grants.configure(asked)
  grants.check(asked)
  switch (name) {
    case 'requestAccess':
      return codeFor(asked, 'appID', context())
    case 'requestAuthCode':
      return codeFor(asked, 'appId', context())
    case 'closeWindow':
      frame.close()
      return {}
    case 'getSystemInfo':
      return systemInfo(context())
    case 'chooseContact':
      return chooseContact(context(), options)
    case 'shareWebContent':
      return share(context(), options)
    default:
      throw new Refused(`the sandbox has no ${name}`, NOT_SUPPORTED)
  }
}

/** The address of a page that asks for a code has to be a redirect URL of the app (配置重定向 URL). */
async function codeFor(
  { page, options }: Asked,
  named: 'appID' | 'appId',
  { choice }: ClientContext,
): Promise<object> {
  if (typeof options[named] !== 'string') throw new Refused(`${named} is required`, INVALID_PARAMETER)
  try {
    return await api.loginCode(choice.user, page)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Refused(`Authorization terminated unexpectedly. ${why}`, NOT_AUTHORISED)
  }
}

const systemInfo = ({ choice }: ClientContext): object => ({
  language: choice.locale.replace('-', '_'),
  platform: choice.mode === 'pc' ? 'darwin' : 'ios',
  theme: choice.theme,
})

async function chooseContact({ choice, words }: ClientContext, wish: ContactWish): Promise<object> {
  const [people, departments] = await Promise.all([api.people(), api.departments()])
  const picked = await pickContacts(words, { people, departments, locale: choice.locale }, wish)
  if (!picked) throw new Refused('Cancel', CANCELLED)
  return picked
}

/** As in Feishu the page is told once the sheet is there, and not what became of it. */
async function share(context: ClientContext, options: Record<string, unknown>): Promise<object> {
  const { title = '', url } = options
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || typeof title !== 'string')
    throw new Refused('url is required', INVALID_PARAMETER)
  const people = await api.people()
  void handOver(context, people, { title, url })
  return {}
}

async function handOver(
  { choice, words, say }: ClientContext,
  people: Awaited<ReturnType<typeof api.people>>,
  shared: { title: string; url: string },
): Promise<void> {
  const asked = { people, departments: [], locale: choice.locale }
  const picked = await pickContacts(words, asked, { externalContact: false })
  const chosen = new Set(picked?.data.map(({ openId }) => openId))
  const to = people.filter(({ openId }) => chosen.has(openId)).map(({ userId }) => userId)
  if (to.length === 0) return
  await api.share({ from: choice.user, to, ...shared })
  say(words.shared.replace('{t}', shared.title))
}
