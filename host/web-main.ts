import { openJssdk, type Jssdk } from './backends/jssdk.ts'
import { createWebBackend } from './backends/web-backend.ts'
import { showFailure, showOutside } from './failure.ts'
import { startHost } from './host.ts'
import { fetchPackage, type FetchedPackage } from './package/fetch-package.ts'
import { createHistoryStack } from './router/history-stack.ts'
import { wordsIn } from './ui/words.ts'

/** The web app at `$PUBLIC_URL/m/<page>?<query>`; this script lies at `$PUBLIC_URL/m/_host/`. */
const home = new URL('../', import.meta.url)
const prefix = home.pathname.replace(/\/m\/$/, '')
const url = location.pathname.slice(home.pathname.length) + location.search
const isDesktop = url.startsWith('pc/') || (url === '' && matchMedia('(min-width: 800px)').matches)
const root = document.querySelector<HTMLElement>('#root') ?? document.body
const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
const script = meta('jssdk')
const appId = meta('app')
// The package is built for no app in particular.
Object.assign(globalThis, { approvalBridgeHost: { appId } })

let language = navigator.language
try {
  const fetched = fetchPackage({
    base: new URL('_package/', home).href,
    templates: new URL('_host/templates.js', home).href,
    url,
    isDesktop,
  })
  const jssdk = await openJssdk(script, `${prefix}/api/v1/jssdk`)
  const client = await jssdk.client()
  language = client?.language?.replace('_', '-') ?? language
  document.documentElement.lang = language
  document.documentElement.dataset['mode'] = isDesktop ? 'pc' : 'phone'
  if (client) await start(jssdk, fetched)
  else showOutside(root, wordsIn(language))
} catch (error) {
  showFailure(root, wordsIn(language), error)
  reportError(error)
}

async function start(jssdk: Jssdk, fetched: Promise<FetchedPackage>): Promise<void> {
  const stack = createHistoryStack((page) => `${home.pathname}${page}`)
  const backend = createWebBackend({
    jssdk,
    appId,
    prefix,
    language,
    shown: (page) => {
      stack.shown(page.url, page.depth)
    },
  })
  const host = await startHost({ root, backend, fetched, theme: null })
  stack.listen((pages) => void host.back(pages))
}
