package dev.samara.rpc.payload;

import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AccessorNamingStrategy;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.DefaultAccessorNamingStrategy;

/**
 * Of a record its components are written and nothing else: getX() and isX() are not fields of it.
 */
final class RecordNames extends DefaultAccessorNamingStrategy.Provider {
  private static final long serialVersionUID = 1L;

  @Override
  public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass recordClass) {
    return new Components(config, recordClass);
  }

  private static final class Components extends DefaultAccessorNamingStrategy.RecordNaming {
    Components(MapperConfig<?> config, AnnotatedClass recordClass) {
      super(config, recordClass);
    }

    @Override
    public String findNameForRegularGetter(AnnotatedMethod method, String name) {
      return component(name);
    }

    @Override
    public String findNameForIsGetter(AnnotatedMethod method, String name) {
      return component(name);
    }

    private String component(String name) {
      return _fieldNames.contains(name) ? name : null;
    }
  }
}
