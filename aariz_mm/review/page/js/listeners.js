// Callbacks by name.

export class Listeners {
  constructor() {
    this.byName = new Map();
  }

  /** Returns a function that takes the callback off again. */
  add(name, callback) {
    if (!this.byName.has(name)) this.byName.set(name, new Set());
    this.byName.get(name).add(callback);
    return () => this.byName.get(name)?.delete(callback);
  }

  has(name) {
    return Boolean(this.byName.get(name)?.size);
  }

  tell(name, detail) {
    for (const callback of [...(this.byName.get(name) ?? [])]) callback(detail);
  }

  clear() {
    this.byName.clear();
  }
}
