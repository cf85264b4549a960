import { ok, Refusal, type Answer } from '../platform/answer.ts'
import type { WireRequest } from '../platform/route.ts'
import type { Department, Person } from '../store/records.ts'
import { ALL_SCOPES } from '../settings.ts'
import type { World } from '../world.ts'
import {
  departmentIdOf,
  findDepartment,
  findPerson,
  idOf,
  readDepartmentIdType,
  readUserIdType,
} from './lookup.ts'

const BAD = 40001

/** 获取单个用户信息. Fields appear with their permissions. */
export function readUser(world: World, request: WireRequest): Answer {
  const type = readUserIdType(request.query, BAD)
  const person = findPerson(world.state, request.params['user_id'] ?? '', type)
  if (!person) throw new Refusal(41012, 'user id invalid error')
  if (!inRange(world, person)) throw new Refusal(41050, 'no user authority error')
  return ok({ user: toUser(world, person, request.query) })
}

/** 批量获取用户信息: at most 50; people it may not see are left out. */
export function readUsers(world: World, request: WireRequest): Answer {
  const ids = request.query.getAll('user_ids')
  if (ids.length === 0) throw new Refusal(BAD, 'user_ids is required')
  if (ids.length > 50) throw new Refusal(BAD, 'user_ids: at most 50')
  const type = readUserIdType(request.query, BAD)
  const items = ids.flatMap((id) => {
    const person = findPerson(world.state, id, type)
    return person && inRange(world, person) ? [toUser(world, person, request.query)] : []
  })
  return ok({ items })
}

export const inRange = (world: World, person: Person): boolean => {
  if (person.external === true) return false
  const range = world.settings().contactRange
  return range === 'all' || range.includes(person.userId)
}

export function toUser(world: World, person: Person, query: URLSearchParams): Record<string, unknown> {
  const userType = readUserIdType(query, BAD)
  const departmentType = readDepartmentIdType(query, BAD)
  const may = (scope: (typeof ALL_SCOPES)[number]): boolean => world.settings().scopes.includes(scope)
  const leader = world.state.people.get(person.leaderUserId)
  const departments = person.departmentIds.flatMap((id) => world.state.departments.get(id) ?? [])
  return {
    union_id: person.unionId,
    open_id: person.openId,
    ...(may('contact:user.employee_id:readonly') && { user_id: person.userId }),
    ...(may('contact:user.base:readonly') && {
      name: person.name,
      en_name: person.enName,
      avatar: { avatar_72: '', avatar_240: '', avatar_640: '', avatar_origin: '' },
    }),
    ...(may('contact:user.employee:readonly') && {
      employee_no: `E-${person.userId}`,
      status: {
        is_frozen: person.frozen === true,
        is_resigned: person.resigned,
        is_activated: !person.resigned,
        is_exited: false,
        is_unjoin: false,
      },
    }),
    ...(may('contact:user.department:readonly') && {
      department_ids: departments.map((department) => departmentIdOf(department, departmentType)),
      leader_user_id: leader ? idOf(leader, userType) : '',
      orders: departments.map((department, at) => ({
        department_id: departmentIdOf(department, departmentType),
        user_order: 0,
        department_order: departments.length - at,
        is_primary_dept: at === 0,
      })),
    }),
  }
}

/** 获取单个部门信息; the root has the id 0. */
export function readDepartment(world: World, request: WireRequest): Answer {
  const departmentType = readDepartmentIdType(request.query, BAD)
  const department = findDepartment(world.state, request.params['department_id'] ?? '', departmentType)
  if (!department) throw new Refusal(40015, 'department not exist')
  if (world.settings().contactRange !== 'all')
    throw new Refusal(40004, 'no dept authority error', { status: 403 })
  return ok({ department: toDepartment(world, department, request.query) })
}

/** A department's fields appear with their permissions. */
export function toDepartment(
  world: World,
  department: Department,
  query: URLSearchParams,
): Record<string, unknown> {
  const departmentType = readDepartmentIdType(query, BAD)
  const userType = readUserIdType(query, BAD)
  const may = (scope: (typeof ALL_SCOPES)[number]): boolean => world.settings().scopes.includes(scope)
  const leader = world.state.people.get(department.leaderUserId)
  const parent = world.state.departments.get(department.parentId)
  const leaderId = leader ? idOf(leader, userType) : ''
  return {
    open_department_id: department.openDepartmentId,
    ...(may('contact:department.base:readonly') && {
      name: department.name['default'],
      i18n_name: {
        zh_cn: department.name['zh-CN'],
        ja_jp: department.name['ja-JP'],
        en_us: department.name['en-US'],
      },
      department_id: department.departmentId,
      status: { is_deleted: false },
    }),
    ...(may('contact:department.organize:readonly') && {
      parent_department_id: parent ? departmentIdOf(parent, departmentType) : '',
      leader_user_id: leaderId,
      leaders: leader ? [{ leaderType: 1, leaderID: leaderId }] : [],
      member_count: membersOf(world, department).length,
      order: '0',
    }),
  }
}

function membersOf(world: World, department: Department): Person[] {
  return [...world.state.people.values()].filter(
    (person) =>
      !person.resigned &&
      (department.departmentId === '0' || person.departmentIds.includes(department.departmentId)),
  )
}

/** 获取通讯录授权范围: with everyone in range, the first-level departments and the people right under the root. */
export function readContactRange(world: World, request: WireRequest): Answer {
  const userType = readUserIdType(request.query, BAD)
  const departmentType = readDepartmentIdType(request.query, BAD)
  const size = Number(request.query.get('page_size') ?? 50)
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw new Refusal(40011, 'page size is invalid error')
  const range = world.settings().contactRange
  const everyone = [...world.state.people.values()].filter((person) => !person.resigned)
  const people = everyone.filter((person) =>
    range === 'all' ? person.departmentIds.includes('0') : range.includes(person.userId),
  )
  const departments =
    range === 'all' ? [...world.state.departments.values()].filter(({ parentId }) => parentId === '0') : []
  return ok({
    user_ids: people.slice(0, size).map((person) => idOf(person, userType)),
    department_ids: departments.map((department) => departmentIdOf(department, departmentType)),
    group_ids: [],
    has_more: false,
  })
}

/** 查询租户授权状态: 1 granted, 2 not. */
export function readScopes(world: World): Answer {
  const granted = new Set(world.settings().scopes)
  const names = new Set<string>([...ALL_SCOPES, ...granted])
  return ok({
    scopes: [...names].map((name) => ({ scope_name: name, grant_status: granted.has(name) ? 1 : 2 })),
  })
}
