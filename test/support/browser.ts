import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** The one without a window comes first: a page takes it a fifth less of a processor. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** Where a browser was found; undefined when this machine has none. */
export const chromiumPath = process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path))

/**
 * For each tab Chromium would start two more renderers, for suggestions below an address bar that nobody sees and for a
 * tab that may come next; they took more than the pages themselves. Features that a version does not know are ignored.
 */
const UNSEEN = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'SpareRendererForSitePerProcess',
]

/** What Playwright switches off, too: Chromium goes by the last such switch alone. */
const UNWANTED = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying'],
  ...['AimEnabled', 'PreconnectToSearch'],
]

/** The system's Chromium, without anything that calls home. */
export function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined)
    throw new Error('there is no Chromium: install it, or set CHROMIUM to its path')
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    `--disable-features=${[...UNSEEN, ...UNWANTED].join(',')}`,
  ]
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  })
}
