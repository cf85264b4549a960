import type { InstanceRecord } from './record.ts'
import type { Lacking } from './proof.ts'

/** `held`: not an attempt, as nothing left or Feishu asked to wait. */
export type Became = 'delivered' | 'retried' | 'held' | 'parked'

/** `lacking`: what Feishu took and did not apply. */
export type Recorded<R = InstanceRecord> = { next: R; became: Became; lacking?: Lacking }
