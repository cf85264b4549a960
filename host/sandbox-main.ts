import { createSandboxBackend } from './backends/sandbox-backend.ts'
import { showFailure } from './failure.ts'
import { startHost, type Host } from './host.ts'
import { fetchPackage } from './package/fetch-package.ts'
import { wordsIn } from './ui/words.ts'

/**
 * The frame of the sandbox's client: `?user=&locale=&mode=phone|pc&theme=#<page>?<query>`. Frame and client speak
 * by messages, and only with each other.
 */
const query = new URLSearchParams(location.search)
const locale = query.get('locale') ?? 'zh-CN'
const isDesktop = query.get('mode') === 'pc'
const root = document.querySelector<HTMLElement>('#root') ?? document.body
document.documentElement.lang = locale
document.documentElement.dataset['mode'] = isDesktop ? 'pc' : 'phone'

const post = (message: object): void => {
  if (window.parent !== window) window.parent.postMessage({ from: 'host', ...message }, location.origin)
}

try {
  const host = await startHost({
    root,
    backend: createSandboxBackend({ userId: query.get('user') ?? '', language: locale, isDesktop, post }),
    fetched: fetchPackage({
      base: new URL('/package/', location.href).href,
      templates: new URL('/host/templates.js', location.href).href,
      url: location.hash.slice(1),
      isDesktop,
    }),
    theme: query.get('theme'),
  })
  listen(host)
  post({ type: 'ready' })
} catch (error) {
  showFailure(root, wordsIn(locale), error)
  reportError(error)
}

function listen(host: Host): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || event.origin !== location.origin) return
    const { type, value } = event.data as { type?: string; value?: string }
    switch (type) {
      case 'back':
        void host.back()
        break
      case 'refresh':
        host.refresh()
        break
      case 'share':
        void host.share()
        break
      case 'theme':
        host.setTheme(value ?? null)
        break
      case 'open':
        void host.open(value ?? '')
        break
      default:
    }
  })
}
