import { api } from './api.ts'
import { pickContacts } from './dialog.ts'
import type { ClientContext } from './client-context.ts'

type Question = { from?: string; id?: number; api?: string; options?: Record<string, unknown> }

/**
 * Answers the JSSDK of a web app in the frame (see jssdk.ts), as the client around a web app does. Only the frame's
 * own window is heard, and only the page that asked gets the answer.
 */
export function answerJssdk(source: () => Window | null, context: () => ClientContext): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const window_ = source()
    const { from, id, api: name = '', options = {} } = event.data as Question
    if (from !== 'jssdk' || window_ === null || event.source !== window_) return
    const reply = (message: object): void => {
      window_.postMessage({ to: 'jssdk', id, ...message }, event.origin)
    }
    answer(name, options, context()).then(
      (result) => {
        reply({ ok: true, result })
      },
      (error: unknown) => {
        reply({ ok: false, result: error instanceof Error ? error.message : String(error) })
      },
    )
  })
}

async function answer(
  name: string,
  options: Record<string, unknown>,
  context: ClientContext,
): Promise<object> {
  const { choice, words } = context
  switch (name) {
    case 'config':
      for (const field of ['appId', 'timestamp', 'nonceStr', 'signature'])
        if (typeof options[field] !== 'string' && typeof options[field] !== 'number')
          throw new Error(`${field} is missing`)
      return {}
    case 'requestAccess':
      if (typeof options['appID'] !== 'string') throw new Error('appID is required for web apps')
      return api.loginCode(choice.user)
    case 'requestAuthCode':
      if (typeof options['appId'] !== 'string') throw new Error('appId is required')
      return api.loginCode(choice.user)
    case 'getSystemInfo':
      return {
        language: choice.locale.replace('-', '_'),
        platform: choice.mode === 'pc' ? 'darwin' : 'ios',
        theme: choice.theme,
      }
    case 'chooseContact': {
      const [people, departments] = await Promise.all([api.people(), api.departments()])
      const picked = await pickContacts(words, { people, departments, locale: choice.locale }, options)
      if (!picked) throw new Error('cancel')
      return picked
    }
    default:
      throw new Error(`the sandbox has no ${name}`)
  }
}
