import { sendEvent } from '../events/send-event.ts'
import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'

/** 员工离职 (contact.user.deleted_v3). */
export async function tellOfLeaver(world: World, person: Person): Promise<void> {
  const departments = departmentsOf(world, person)
  const old = { open_id: person.openId, department_ids: departments }
  await sendEvent(world, 'contact.user.deleted_v3', { object: toObject(world, person), old_object: old })
}

/** 员工信息变化 (contact.user.updated_v3): `old_object` has what changed, and nothing else. */
export async function tellOfChange(world: World, before: Person, after: Person): Promise<void> {
  const [old, now] = [toObject(world, before), toObject(world, after)]
  const changed = Object.entries(old).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(now[key]),
  )
  if (changed.length === 0) return
  const event = { object: now, old_object: Object.fromEntries(changed) }
  await sendEvent(world, 'contact.user.updated_v3', event)
}

function toObject(world: World, person: Person): Record<string, unknown> {
  const { openId: open_id, unionId: union_id, userId: user_id, name, enName: en_name } = person
  return {
    open_id,
    union_id,
    user_id,
    name,
    en_name,
    department_ids: departmentsOf(world, person),
    leader_user_id: world.state.people.get(person.leaderUserId)?.openId ?? '',
    status: {
      is_frozen: person.frozen === true,
      is_resigned: person.resigned,
      is_activated: !person.resigned,
    },
  }
}

const departmentsOf = ({ state }: World, person: Person): string[] =>
  person.departmentIds.flatMap((id) => state.departments.get(id)?.openDepartmentId ?? [])
