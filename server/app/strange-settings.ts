import { SETTINGS } from '../config.ts'
import { nearest } from '../../shared/nearest.ts'

/** Of the documented settings: those that no version of this program reads yet. */
const NOT_YET: readonly string[] = ['DATABASE_DIRECT_URL', 'PRINT_FONT']
/** Read by others, or handed on to the sandbox, and as like a setting of ours as these are. */
const OF_OTHERS: ReadonlySet<string> = new Set([
  ...['HTTP_PROXY', 'ALL_PROXY', 'FTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'GOPROXY'],
  ...['SANDBOX_DIR', 'SANDBOX_EVENT_URL', 'HOSTNAME', 'NODE_PATH'],
])
const OUR_PREFIX = /^(FEISHU|REMINDER|RECONCILE|SANDBOX)_/
/** What Kubernetes sets for a service of this name. */
const OF_A_SERVICE = /_(SERVICE_(HOST|PORT)|PORT)(_.*)?$/
const SHORTEST_GUESSED = 5

export type StrangeSetting = { setting: string; says: string }

/** Environment variables that look like a setting of ours and are none, by name; their values are not looked at. */
export function strangeSettings(env: Readonly<Record<string, string | undefined>>): StrangeSetting[] {
  return Object.keys(env)
    .filter((name) => env[name]?.trim())
    .sort()
    .flatMap((setting) => {
      const says = strangenessOf(setting)
      return says === undefined ? [] : [{ setting, says }]
    })
}

function strangenessOf(name: string): string | undefined {
  const upper = name.toUpperCase()
  if (SETTINGS.includes(name) || OF_OTHERS.has(upper)) return undefined
  const unread = NOT_YET.filter((one) => !SETTINGS.includes(one))
  if (unread.includes(name)) return `${name} is set, but not supported yet: it changes nothing`
  if (name.length < SHORTEST_GUESSED) return undefined
  const meant = nearestSetting(upper, [...SETTINGS, ...unread])
  if (meant) return `${name} is no setting: is ${meant} meant?`
  const isOurs = OUR_PREFIX.test(upper) && !OF_A_SERVICE.test(upper)
  return isOurs ? `${name} is no setting of this server: it changes nothing` : undefined
}

/** `FEISHU_APPID` and `adminToken` are as near as can be. */
function nearestSetting(upper: string, known: readonly string[]): string | undefined {
  const bare = (name: string): string => name.replace(/[^A-Z0-9]/g, '')
  const guessed = known.filter((one) => one.length >= SHORTEST_GUESSED)
  return guessed.find((one) => bare(one) === bare(upper)) ?? nearest(upper, guessed)
}
