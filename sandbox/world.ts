import { createClock, type Clock } from './clock.ts'
import { createConnections, type Connections } from './connection/connections.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { createLate, type Late } from './late.ts'
import { createLog, type Log } from './log.ts'
import { createOptionDesk, type OptionDesk } from './options/option-desk.ts'
import { createOracle, type Oracle } from './oracle/oracle.ts'
import { createLimiter, type Limiter } from './platform/limiter.ts'
import { Settings } from './settings.ts'
import { openState, type State } from './store/state.ts'

export type App = {
  appId: string
  appSecret: string
  callbackToken: string
  callbackKey: string
  verificationToken: string
  encryptKey: string
  /** What the sample company's sources of options are asked with (关联外部选项说明). */
  optionsToken: string
  optionsKey: string
  /** What the other system logs in with at the approval server, and what its callbacks come with. */
  otherSecret: string
  otherToken: string
  tenant: string
}

/** Everything a handler may reach. Built once, in sandbox.ts. */
export type World = {
  app: App
  clock: Clock
  state: State
  settings: () => Settings
  changeSettings: (patch: Partial<Settings>) => void
  changeApp: (patch: Partial<App>) => void
  oracle: Oracle
  limiter: Limiter
  faults: Faults
  late: Late
  /** Events that were not answered, until they are sent again. */
  redeliveries: Late
  connections: Connections
  optionDesk: OptionDesk
  /** Base of the open platform, once it listens. */
  platformUrl: () => string
  log: Log
  random: () => number
  callbacks: { pressCard: ((messageId: string, action: string) => Promise<unknown>) | undefined }
}

export type WorldOptions = {
  platformUrl: () => string
  dir: string | undefined
  app: Partial<App>
  logSize: number
  settings: Partial<Settings>
}

export function openWorld(options: WorldOptions, random: () => number, freshApp: () => App): World {
  const state = openState(options.dir)
  // Whoever holds it sees what becomes of it.
  const app: App = { ...freshApp(), ...(state.meta.get('app') as App | undefined), ...options.app }
  const changeApp = (patch: Partial<App>): void => {
    Object.assign(app, patch)
    state.meta.put('app', { ...app })
  }
  changeApp({})
  const clock = createClock((state.meta.get('clockOffsetMs') as number | undefined) ?? 0)
  clock.onMove(() => {
    state.meta.put('clockOffsetMs', clock.offsetMs())
  })

  const stored = state.meta.get('settings') as Partial<Settings> | undefined
  let settings = Settings.parse({ ...stored, ...options.settings })
  const changeSettings = (patch: Partial<Settings>): void => {
    settings = Settings.parse({ ...settings, ...patch })
    state.meta.put('settings', settings)
  }
  const oracle = createOracle(state, clock.now)
  const limiter = createLimiter(clock, () => settings.rateLimit, oracle)
  const connections = createConnections({
    clock,
    settings: () => settings,
    random,
    onOpen: () => {
      // Of an app that was set by calls, these say how.
      if (settings.eventWay !== 'connection' && !state.meta.get('appDraft'))
        changeSettings({ eventWay: 'connection' })
    },
  })
  state.flush()
  return {
    app,
    clock,
    state,
    settings: () => settings,
    changeSettings,
    changeApp,
    oracle,
    limiter,
    faults: createFaults(random),
    late: createLate(clock),
    redeliveries: createLate(clock),
    connections,
    optionDesk: createOptionDesk(),
    platformUrl: options.platformUrl,
    log: createLog(options.logSize),
    random,
    callbacks: { pressCard: undefined },
  }
}
