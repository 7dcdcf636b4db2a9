/** Validators and serializers are made once for each schema of this process: a second server, as tests start them, makes none anew. */
import AjvCompiler from "@fastify/ajv-compiler";
import SerializerSelector from "@fastify/fast-json-stringify-compiler";

type Builder = ReturnType<typeof SerializerSelector>;
type Compiler = ReturnType<Builder>;

const makeSerializers = SerializerSelector();
const serializers = new WeakMap<object, ReturnType<Compiler>>();

/** Schemas refer to nothing outside of themselves, so that one alone tells its serializer. */
const buildSerializer: Builder = (...given) => {
  const make = makeSerializers(...given);
  return (route) => {
    const schema = route.schema as object;
    const serializer = serializers.get(schema) ?? make(route);
    serializers.set(schema, serializer);
    return serializer;
  };
};

/** Ajv keeps what it compiled, by schema. */
export const compilersFactory = { buildValidator: AjvCompiler(), buildSerializer };
