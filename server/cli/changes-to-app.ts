import type { FeishuSettings } from '../config.ts'
import { addressOf, homeUrl } from '../setup/wanted.ts'

/** Of an app that is there: what it is given beside what it has, and what is put in the place of what it has. */
export function changesToApp(app: FeishuSettings, publicUrl: string): string[] {
  return [
    `The app ${app.appId} gets the scopes, events, callbacks, addresses and the bot that it lacks, and a new version.`,
    `Replaced, whatever is set there now: ${replaced(app, publicUrl).join('; ')}.`,
    'Who may use it, and whom it may see, stays as it is, unless it may see nobody: then it is everyone.',
  ]
}

function replaced(
  { pages, events, verificationToken, encryptKey }: FeishuSettings,
  publicUrl: string,
): string[] {
  const home = pages === 'web_app' ? [`the web app’s home page (${homeUrl(publicUrl)})`] : []
  if (events === 'connection') return ['how events and callbacks come (long connection)', ...home]
  const addresses = (['event', 'card'] as const).map((what) => addressOf(publicUrl, what))
  return [
    `how events and callbacks come (${addresses.join(', ')})`,
    ...(verificationToken === undefined ? [] : ['the Verification Token']),
    ...(encryptKey === undefined ? [] : ['the Encrypt Key']),
    ...home,
  ]
}
