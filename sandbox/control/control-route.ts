import type { World } from '../world.ts'
import type { Previews } from '../preview/previews.ts'
import type { OtherSystem } from '../other-system/other-system.ts'
import type { Presser } from '../press/press.ts'

export type ControlDeps = {
  world: World
  presser: Presser
  previews: Previews
  other: OtherSystem
  info: () => Record<string, unknown>
  setDown: (down: boolean) => Promise<void>
  isDown: () => boolean
}

export type ControlRequest = {
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  body: unknown
}

export type ControlRoute = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  what: string
  handle: (deps: ControlDeps, request: ControlRequest) => unknown
}

/** Answered as `{"error":{"code","message"}}` with the status. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}
