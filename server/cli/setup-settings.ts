import type { RegisteredApp } from '../feishu/registration.ts'
import type { EnvFile } from './env-file.ts'

type Values = Readonly<Record<string, string | undefined>>

/** What counts: the environment, and where that is silent, the file. Empty is unset. */
export function effective({ values }: EnvFile, env: Values): Record<string, string> {
  return { ...filled(values), ...filled(env) }
}

function filled(values: Values): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) if (value?.trim()) found[name] = value
  return found
}

/** Needed whichever app it is. */
const SECRETS = ['FEISHU_CALLBACK_TOKEN', 'ADMIN_TOKEN'] as const
/** With neither no event is believed, so nothing is lost when both are new. With one, that is how it is meant. */
const SECRETS_OF_EVENTS = ['FEISHU_VERIFICATION_TOKEN', 'FEISHU_ENCRYPT_KEY'] as const
/** Cards that are out lose their buttons when encryption begins, so an app in use is left without. */
const SECRETS_OF_NEW_APPS = ['FEISHU_CALLBACK_KEY'] as const
/** A later start has to find these, whoever sets them now; secrets of the environment stay there. */
const ADDRESSES = ['FEISHU_BASE_URL', 'FEISHU_APPLINK_URL'] as const

const LARK = {
  FEISHU_BASE_URL: 'https://open.larksuite.com',
  FEISHU_APPLINK_URL: 'https://applink.larksuite.com',
}

export type NewSettings = {
  publicUrl: string
  /** Undefined: there is an app already. */
  registered: RegisteredApp | undefined
  newSecret: () => string
}

/** The settings that the file lacks, in the order in which they are written; none that has a value is among them. */
export function settingsToAdd(
  file: EnvFile,
  env: Values,
  { publicUrl, registered, newSecret }: NewSettings,
): Record<string, string> {
  const values = effective(file, env)
  const secrets = [
    ...SECRETS,
    ...(SECRETS_OF_EVENTS.some((name) => values[name] !== undefined) ? [] : SECRETS_OF_EVENTS),
    ...(registered ? SECRETS_OF_NEW_APPS : []),
  ]
  const wanted: Record<string, string> = {
    ...(registered && ofNewApp(registered)),
    ...Object.fromEntries(secrets.map((name) => [name, newSecret()])),
  }
  const missing = Object.entries(wanted).filter(([name]) => values[name] === undefined)
  const addresses = [
    ...ADDRESSES.map((name) => [name, values[name]] as const),
    ['PUBLIC_URL', publicUrl] as const,
  ]
  const inFile = filled(file.values)
  const added: Record<string, string> = {}
  for (const [name, value] of addresses)
    if (value !== undefined && inFile[name] === undefined) added[name] = value
  for (const [name, value] of missing) added[name] = value
  return added
}

/** New tenants have no mini programs. */
const ofNewApp = ({ appId, appSecret, isLark }: RegisteredApp): Record<string, string> => ({
  FEISHU_APP_ID: appId,
  FEISHU_APP_SECRET: appSecret,
  FEISHU_PAGES: 'web_app',
  ...(isLark && LARK),
})
