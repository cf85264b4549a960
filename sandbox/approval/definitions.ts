import { randomUUID } from 'node:crypto'
import {
  findDepartment,
  findPerson,
  readDepartmentIdType,
  readUserIdType,
  idOf,
  departmentIdOf,
} from '../contact/lookup.ts'
import { asPrinted } from '../documented.ts'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { Definition } from '../store/records.ts'
import type { World } from '../world.ts'
import { DefinitionWire } from './definition-schema.ts'
import { readTexts } from './i18n.ts'

const newCode = (): string => randomUUID().toUpperCase()

/** 创建三方审批定义: creates, or updates what the passed code matches. It can never be deleted. */
export function saveDefinition(world: World, request: WireRequest): Answer {
  const { state } = world
  const wire = readParams(DefinitionWire, asPrinted(world, 'definition', request.body))
  const texts = readTexts(wire.i18n_resources)
  const known = state.definitions.get(wire.approval_code) ?? byOwnCode(world, wire.approval_code)
  const name = texts.text('approval_name', wire.approval_name)
  const groupName = readGroup(world, wire, texts.optional('group_name', wire.group_name))
  const definition: Definition = {
    code: known?.code ?? newCode(),
    ownCode: known?.ownCode ?? wire.approval_code,
    wire,
    name,
    description: texts.optional('description', wire.description) ?? {},
    groupName: groupName ?? known?.groupName ?? {},
    bizName: texts.optional('external.biz_name', wire.external.biz_name) ?? {},
    viewers: readViewers(world, request.query, wire),
    managers: readManagers(world, request.query, wire),
    updatedAt: world.clock.now(),
  }
  state.definitions.put(definition.code, definition)
  // On an update the answer may name another code, and the caller must keep using the one it passed.
  const answered = known?.code === wire.approval_code ? newCode() : definition.code
  return ok({ approval_code: answered })
}

function byOwnCode(world: World, ownCode: string): Definition | undefined {
  return world.state.definitions.get(world.state.lookups.definitionByOwnCode.get(ownCode) ?? '')
}

function readGroup(
  world: World,
  wire: DefinitionWire,
  name: Definition['groupName'] | null,
): Definition['groupName'] | null {
  if (wire.group_code === undefined) return null
  const known = world.state.groups.get(wire.group_code)
  if (!known && !name) throw new Refusal(1390001, 'group_name: required, the group does not exist yet')
  if (name) world.state.groups.put(wire.group_code, name)
  return name ?? known ?? null
}

function readViewers(world: World, query: URLSearchParams, wire: DefinitionWire): Definition['viewers'] {
  const userType = readUserIdType(query)
  const departmentType = readDepartmentIdType(query)
  return (wire.viewers ?? []).map((viewer, at) => {
    const path = `viewers[${String(at)}]`
    if (viewer.viewer_type === 'USER') {
      const person = findPerson(world.state, viewer.viewer_user_id ?? '', userType)
      if (!person)
        throw new Refusal(
          1390001,
          `${path}.viewer_user_id: not a ${userType} of this tenant (query user_id_type)`,
        )
      return { type: 'USER', userId: person.userId }
    }
    if (viewer.viewer_type === 'DEPARTMENT') {
      const department = findDepartment(world.state, viewer.viewer_department_id ?? '', departmentType)
      if (!department) {
        throw new Refusal(
          1390001,
          `${path}.viewer_department_id: not a ${departmentType} of this tenant (query department_id_type)`,
        )
      }
      return { type: 'DEPARTMENT', departmentId: department.departmentId }
    }
    return { type: viewer.viewer_type }
  })
}

function readManagers(world: World, query: URLSearchParams, wire: DefinitionWire): string[] {
  const type = readUserIdType(query)
  return (wire.managers ?? []).map((id, at) => {
    const person = findPerson(world.state, id, type)
    if (!person)
      throw new Refusal(1390001, `managers[${String(at)}]: not a ${type} of this tenant (query user_id_type)`)
    return person.userId
  })
}

/** 查看指定三方审批定义: by the code that creation answered; `approval_code` is the one passed then. */
export function readDefinition(world: World, request: WireRequest): Answer {
  const definition = world.state.definitions.get(request.params['approval_code'] ?? '')
  if (!definition) throw new Refusal(1390002, 'no definition has this approval_code')
  const userType = readUserIdType(request.query)
  const departmentType = readDepartmentIdType(request.query)
  const person = (userId: string): string => {
    const found = world.state.people.get(userId)
    return found ? idOf(found, userType) : ''
  }
  const department = (id: string): string => {
    const found = world.state.departments.get(id)
    return found ? departmentIdOf(found, departmentType) : ''
  }
  const { wire } = definition
  return ok({
    approval_name: wire.approval_name,
    approval_code: definition.ownCode,
    group_code: wire.group_code ?? '',
    group_name: wire.group_name ?? '',
    description: wire.description ?? '',
    external: wire.external,
    viewers: definition.viewers.map((viewer) => ({
      viewer_type: viewer.type,
      ...(viewer.userId !== undefined && { viewer_user_id: person(viewer.userId) }),
      ...(viewer.departmentId !== undefined && { viewer_department_id: department(viewer.departmentId) }),
    })),
    i18n_resources: wire.i18n_resources,
    managers: definition.managers.map(person),
  })
}
