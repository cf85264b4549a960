import type { FormulaTree } from '../../../shared/formula/tree.ts'

/** A tree as a text with no bracket more than it needs. */
export function print(tree: FormulaTree, least = 0): string {
  const text = printed(tree)
  return bindingOf(tree) < least ? `(${text})` : text
}

function bindingOf(tree: FormulaTree): number {
  if (tree.kind === 'binary') return tree.op === '+' || tree.op === '-' ? 1 : 2
  return tree.kind === 'minus' ? 3 : 4
}

function printed(tree: FormulaTree): string {
  switch (tree.kind) {
    case 'number':
      return tree.text
    case 'field':
      return tree.column === undefined ? tree.key : `${tree.key}.${tree.column}`
    case 'minus':
      return `-${print(tree.of, 3)}`
    case 'binary': {
      const binding = bindingOf(tree)
      return `${print(tree.left, binding)} ${tree.op} ${print(tree.right, binding + 1)}`
    }
    case 'call':
      return `${tree.name}(${tree.args.map((arg) => print(arg)).join(', ')})`
    case 'if':
      return `if(${print(tree.left)} ${tree.op} ${print(tree.right)}, ${print(tree.yes)}, ${print(tree.no)})`
  }
}

/** The same tree wherever it stood. */
export function withoutPlaces(tree: FormulaTree): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' ? undefined : value)))
}
