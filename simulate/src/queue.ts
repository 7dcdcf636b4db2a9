/** A binary heap: smallest key first, equal keys in the order of arrival. */
interface Queue<T> {
  push(key: number, item: T): void;
  /** Smallest key, or undefined when empty. */
  peekKey(): number | undefined;
  pop(): T | undefined;
}

interface Node<T> {
  readonly key: number;
  readonly order: number;
  readonly item: T;
}

export function createQueue<T>(): Queue<T> {
  const heap: Node<T>[] = [];
  let order = 0;
  return {
    push: (key, item) => {
      order++;
      heap.push({ key, order, item });
      rise(heap, heap.length - 1);
    },
    peekKey: () => heap[0]?.key,
    pop: () => {
      const top = heap[0];
      const last = heap.pop();
      if (top === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return top.item;
    },
  };
}

function isBefore<T>(left: Node<T> | undefined, right: Node<T> | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return left.key < right.key || (left.key === right.key && left.order < right.order);
}

function swap<T>(heap: Node<T>[], left: number, right: number): void {
  const [first, second] = [heap[left], heap[right]];
  if (first === undefined || second === undefined) return;
  heap[left] = second;
  heap[right] = first;
}

function rise<T>(heap: Node<T>[], start: number): void {
  let index = start;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(heap[index], heap[parent])) return;
    swap(heap, index, parent);
    index = parent;
  }
}

function sink<T>(heap: Node<T>[]): void {
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const smaller = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!isBefore(heap[smaller], heap[index])) return;
    swap(heap, index, smaller);
    index = smaller;
  }
}
