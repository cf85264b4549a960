import { openJssdk, type Jssdk } from './backends/jssdk.ts'
import { loadScript } from './backends/load-script.ts'
import { loginAfter } from './backends/login-after.ts'
import { createRedirectLogin, randomText } from './backends/redirect-login.ts'
import { createWebBackend } from './backends/web-backend.ts'
import { createWebLogin, tryLogin, type WebLogin } from './backends/web-login.ts'
import { openTabStorage } from './api/kept.ts'
import { showFailure, showOutside, type Outside } from './failure.ts'
import { startHost } from './host.ts'
import { fetchPackage, type FetchedPackage } from './package/fetch-package.ts'
import { createHistoryStack } from './router/history-stack.ts'
import { createWebAddresses } from './router/web-addresses.ts'
import { createTheme } from './theme.ts'
import { wordsIn } from './ui/words.ts'

const LANGUAGE_WITHIN_MS = 3_000

/** The web app at `$PUBLIC_URL/m/<page>?<query>`; this script lies at `$PUBLIC_URL/m/_host/`. */
const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
const addresses = createWebAddresses({
  home: new URL('../', import.meta.url),
  beginnings: { open: meta('open'), share: meta('share') },
  here: () => location,
  isWide: () => matchMedia('(min-width: 800px)').matches,
})
const isFramed = window.parent !== window
const isFeishu = /\b(Lark|Feishu)\//.test(navigator.userAgent)
const root = document.querySelector<HTMLElement>('#root') ?? document.body
const appId = meta('app')
// The package is built for no app in particular.
Object.assign(globalThis, { approvalBridgeHost: { appId } })

const redirect = createRedirectLogin({
  authorizeUrl: meta('authorize'),
  returnAddress: meta('return'),
  appId,
  kept: openTabStorage(),
  random: randomText,
  now: () => Date.now(),
  leave: (address) => location.assign(address),
})

let language = languageNamed(navigator.userAgent) ?? navigator.language
try {
  await open()
} catch (error) {
  showFailure(root, wordsIn(language), error)
  reportError(error)
}

async function open(): Promise<void> {
  const isReturn = location.pathname === new URL(meta('return')).pathname
  const arrival = isReturn ? redirect.arrive(location.search) : undefined
  // The code is out of the address before anything else is loaded.
  if (arrival) history.replaceState(null, '', addresses.ofPage(arrival.page))
  const page = addresses.fitting(arrival?.page ?? addresses.ownPage())
  const isDesktop = page.startsWith('pc/') || (page === '' && matchMedia('(min-width: 800px)').matches)
  document.documentElement.dataset['mode'] = isDesktop ? 'pc' : 'phone'
  const fetched = fetchPackage({
    base: addresses.ofPage('_package/'),
    templates: addresses.ofPage('_host/templates.js'),
    url: page,
    isDesktop,
  })
  // It may not be needed.
  fetched.catch(() => undefined)
  const jssdk = await openJssdk({
    load: () => loadScript(meta('jssdk')),
    address: () => location.href,
    signatureAddress: `${addresses.prefix}/api/v1/jssdk`,
    readyWithinMs: isFramed || isFeishu ? 3_000 : 1_000,
  })
  if (arrival && 'code' in arrival) {
    const { ownPage } = addresses
    await start(jssdk, fetched, loginAfter({ arrived: arrival, login: redirect, ownPage, now: Date.now }))
    return
  }
  const login = !arrival && (await jssdk.ready) && (await tryLogin(createWebLogin(appId, jssdk.call)))
  if (login) await start(jssdk, fetched, login)
  else if (!arrival && goesByItself()) redirect.begin(page)
  else offer({ page, trouble: arrival?.trouble })
}

async function start(jssdk: Jssdk, fetched: Promise<FetchedPackage>, login: WebLogin): Promise<void> {
  if (login.canAskAgain) language = (await languageOf(jssdk)) ?? language
  document.documentElement.lang = language
  const stack = createHistoryStack(addresses.ofPage)
  const backend = createWebBackend({
    jssdk,
    login,
    appId,
    prefix: addresses.prefix,
    language,
    words: wordsIn(language),
    linkTo: addresses.toShare,
    shown: (page) => {
      stack.shown(page.url, page.depth)
    },
  })
  const host = await startHost({ root, backend, fetched, theme: null })
  stack.listen((pages) => void host.back(pages))
}

/** There is nothing to choose where Feishu is around the page and says nothing of who it is, nor once one has chosen. */
function goesByItself(): boolean {
  return redirect.isPossible && (isFramed || isFeishu || redirect.hasWorked())
}

function offer({ page, trouble }: { page: string } & Pick<Outside, 'trouble'>): void {
  document.documentElement.lang = language
  createTheme(null, () => undefined)
  showOutside(root, wordsIn(language), {
    trouble,
    signIn: redirect.isPossible ? () => redirect.begin(page) : undefined,
    link: addresses.toOpen(page),
  })
}

/** Clients name their language beside the browser's (接收消息, user_agent). */
function languageNamed(userAgent: string): string | undefined {
  return /\bLarkLocale\/(\w+)/.exec(userAgent)?.[1]?.replace('_', '-')
}

/** What the client says of itself, where its name does not; a page is not kept from opening by that. */
async function languageOf(jssdk: Jssdk): Promise<string | undefined> {
  const named = languageNamed(navigator.userAgent)
  if (named !== undefined) return named
  const asked = jssdk.callAuthorised<{ language?: string }>('getSystemInfo', {}).catch(() => undefined)
  const silence = new Promise<undefined>((resolve) =>
    setTimeout(() => resolve(undefined), LANGUAGE_WITHIN_MS),
  )
  return (await Promise.race([asked, silence]))?.language?.replace('_', '-')
}
