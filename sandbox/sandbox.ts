import { randomBytes } from 'node:crypto'
import { createControlApp } from './control/control-app.ts'
import { createListener } from './listener.ts'
import { createOtherSystem } from './other-system/other-system.ts'
import { createPlatformApp } from './platform/platform-app.ts'
import { createPreviews } from './preview/previews.ts'
import { createPresser } from './press/press.ts'
import { createRandom } from './random.ts'
import type { Settings } from './settings.ts'
import { openWorld, type App, type World } from './world.ts'

export type SandboxOptions = {
  /** The open platform; 0 takes a free port. */
  port?: number
  /** Control API and pages; 0 takes a free port. */
  controlPort?: number
  /** Keeps everything in this folder; without it the state lives in memory. */
  dir?: string
  /** Credentials to use instead of fresh random ones. */
  app?: Partial<App>
  /** Seed of the faults' dice. */
  seed?: number
  /** How many requests the log keeps. */
  logSize?: number
  settings?: Partial<Settings>
}

export type SandboxInfo = App & { url: string; controlUrl: string; applinkUrl: string }

export type Sandbox = {
  /** Base of the open platform, to be used as FEISHU_BASE_URL. */
  url: string
  controlUrl: string
  /** Base of applinks, to be used as FEISHU_APPLINK_URL. */
  applinkUrl: string
  info: SandboxInfo
  /** For tests in the same process; everything is reachable over the control API too. */
  world: World
  setDown: (down: boolean) => Promise<void>
  close: () => Promise<void>
}

/** A local Feishu: open platform, approval center, bot chats and an organisation, over HTTP on 127.0.0.1. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = openWorld(
    {
      dir: options.dir,
      app: options.app ?? {},
      logSize: options.logSize ?? 5_000,
      settings: options.settings ?? {},
      platformUrl: () => platform.url(),
    },
    createRandom(options.seed ?? 1),
    freshApp,
  )
  const presser = createPresser(world)
  const { connections } = world
  const platform = createListener(
    onRequest(createPlatformApp(world, () => control.url())),
    options.port ?? 0,
    connections.accept,
  )
  const closePlatform = (): Promise<void> => {
    connections.cut()
    return platform.close()
  }
  const setDown = (down: boolean): Promise<void> => (down ? closePlatform() : platform.open())
  const info = (): SandboxInfo => ({
    ...world.app,
    url: platform.url(),
    controlUrl: control.url(),
    applinkUrl: platform.url(),
  })
  const previews = createPreviews(world)
  const other = createOtherSystem(world, () => control.url())
  const isDown = (): boolean => !platform.isOpen()
  const controlApp = createControlApp({ world, presser, previews, other, info, setDown, isDown })
  const control = createListener(onRequest(controlApp), options.controlPort ?? 0)
  await platform.open()
  await control.open()
  return {
    url: platform.url(),
    controlUrl: control.url(),
    applinkUrl: platform.url(),
    info: info(),
    world,
    setDown,
    async close() {
      presser.close()
      other.close()
      world.late.close()
      world.redeliveries.close()
      await Promise.all([closePlatform(), control.close()])
      world.state.flush()
      world.state.close()
    },
  }
}

type Handle = Parameters<typeof createListener>[0]

/** Koa's handler is async; its own error handling answers, so nothing is left to wait for. */
function onRequest(app: { callback: () => (...args: Parameters<Handle>) => Promise<void> }): Handle {
  const handle = app.callback()
  return (request, response) => void handle(request, response)
}

const secret = (bytes: number): string => randomBytes(bytes).toString('hex')

const freshApp = (): App => ({
  appId: `cli_${secret(8)}`,
  appSecret: secret(16),
  callbackToken: secret(12),
  callbackKey: secret(16),
  verificationToken: secret(12),
  encryptKey: secret(16),
  optionsToken: secret(20),
  optionsKey: secret(16),
  otherSecret: secret(24),
  otherToken: secret(16),
  tenant: secret(8),
})
