import { ok, Refusal, type Answer } from '../platform/answer.ts'
import type { WireRequest } from '../platform/route.ts'
import { watchView } from '../oracle/watch-view.ts'
import type { StoredInstance, Version } from '../store/records.ts'
import type { World } from '../world.ts'
import { applyPush } from './apply-push.ts'
import { toProcessRecord } from './process-record.ts'
import { readPush } from './read-push.ts'

const lastPush = new WeakMap<World, Map<string, number>>()

/** 同步三方审批实例. A push that is too old still answers code 0. */
export function syncInstance(world: World, request: WireRequest): Answer {
  const { state, oracle } = world
  const push = readPush(world, request.body)
  refuseWhenTooSoon(world, push.id)
  const held = state.instances.get(push.id)
  const { next, kept } = applyPush(held, push)
  oracle.checked('pushes')
  oracle.checked('pushes that replace', push.mode === 'REPLACE' ? 1 : 0)
  if (push.modeDefaulted) oracle.noted('update_mode left out, so it is REPLACE', { instance_id: push.id })
  if (push.lost.length > 0) {
    oracle.noted('part of a push vanished', { instance_id: push.id, lost: push.lost })
  }
  if (kept.length > 0) {
    oracle.violated('sync', 'a push tried to change what UPDATE cannot change', {
      instance_id: push.id,
      kept,
    })
  }
  if (next) {
    state.instances.put(next.id, next)
    const version = toVersion(world, next, push.mode)
    watchView(oracle, held, next, version)
    state.versions.put(`${version.instanceId}#${String(version.number)}`, version)
  } else {
    oracle.noted('a push changed nothing: no clock was newer', {
      instance_id: push.id,
      update_time: push.wire.update_time,
    })
  }
  const record = toProcessRecord(held, next, push)
  return ok({ data: request.body, ...(world.settings().processRecord && { process_record: record }) })
}

/** "短时间内不要同步相同的审批实例": off unless a test asks for it. */
function refuseWhenTooSoon(world: World, instanceId: string): void {
  const within = world.settings().sameInstanceWithinMs
  if (within === 0) return
  const times = lastPush.get(world) ?? new Map<string, number>()
  lastPush.set(world, times)
  const now = world.clock.now()
  const last = times.get(instanceId)
  times.set(instanceId, now)
  if (last !== undefined && now - last < within) {
    throw new Refusal(1395001, 'There have been some errors. Please try again later')
  }
}

function toVersion(world: World, instance: StoredInstance, mode: Version['mode']): Version {
  const earlier = world.state.lookups.versionsOf.get(instance.id)?.length ?? 0
  return {
    instanceId: instance.id,
    number: earlier + 1,
    at: world.clock.now(),
    mode,
    clock: Number(instance.wire.update_time),
    status: instance.wire.status,
    tasks: Object.fromEntries(
      Object.entries(instance.tasks).map(([id, { wire }]) => [
        id,
        { status: wire.status, clock: Number(wire.update_time ?? 0) },
      ]),
    ),
    ccs: Object.fromEntries(
      Object.entries(instance.ccs).map(([id, { wire }]) => [
        id,
        { readStatus: wire.read_status, clock: Number(wire.update_time) },
      ]),
    ),
  }
}
