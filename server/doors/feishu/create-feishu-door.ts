import { createCheck, createOlderCheck } from './check-instances.ts'
import { createDefine, createDefinitionRead, createOlderDefine } from './define.ts'
import { createEndpoint, type DoorEndpoint, type Work } from './door.ts'
import { createOlderTaskList, createTaskList } from './list-tasks.ts'
import { createLogIn, type LogInDeps } from './log-in.ts'
import type { PassOnPort } from '../../feishu/port.ts'
import { createPersonRead, createPeopleSearch } from './pass-on.ts'
import { createOlderPush, createPush } from './push-instance.ts'

type Deps = LogInDeps & { passOn: PassOnPort }

/** Feishu's own API, spoken to us by sources of format feishu. */
export function createFeishuDoor(
  deps: Deps,
): Record<
  | 'logIn'
  | 'define'
  | 'defineOlder'
  | 'readDefinition'
  | 'push'
  | 'pushOlder'
  | 'check'
  | 'checkOlder'
  | 'listTasks'
  | 'listTasksOlder'
  | 'findPeople'
  | 'readPerson',
  DoorEndpoint
> {
  const { ctx, passOn } = deps
  const door = (work: Work): DoorEndpoint => createEndpoint(deps, work)
  return {
    logIn: createLogIn(deps),
    define: door(createDefine(ctx)),
    defineOlder: door(createOlderDefine(ctx)),
    readDefinition: door(createDefinitionRead(ctx)),
    push: door(createPush(ctx)),
    pushOlder: door(createOlderPush(ctx)),
    check: door(createCheck(ctx)),
    checkOlder: door(createOlderCheck(ctx)),
    listTasks: door(createTaskList(ctx)),
    listTasksOlder: door(createOlderTaskList(ctx)),
    findPeople: door(createPeopleSearch(passOn)),
    readPerson: door(createPersonRead(passOn)),
  }
}
