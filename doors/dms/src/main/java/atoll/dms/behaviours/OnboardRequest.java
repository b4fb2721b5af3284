package atoll.dms.behaviours;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Gpu;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.kernel.json.Fields;
import atoll.protocol.ResourceWire;
import atoll.provider.Machine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads what is to be lent: amounts, and GPUs as {@code <index>:<GiB>,…} (DMS §4.3, §8.1). */
final class OnboardRequest {
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

  private OnboardRequest() {}

  /**
   * @throws AtollException with {@code BAD_REQUEST} if it makes no sense on this machine
   */
  static Resources read(Fields request, Machine machine) {
    var amounts = ResourceWire.resources(request.object("Config").object("onboarded_resources"));
    if (request.truth("NoGPU")) return with(amounts, List.of());
    var chosen = request.optionalText("GPUs").filter(text -> !text.isBlank());
    return chosen.isEmpty() ? amounts : with(amounts, gpus(chosen.get(), machine));
  }

  private static List<Gpu> gpus(String text, Machine machine) {
    var gpus = new ArrayList<Gpu>();
    for (var part : text.split(",", -1)) {
      var indexAndSize = part.strip().split(":", -1);
      if (indexAndSize.length != 2) throw bad(part);
      try {
        int index = Integer.parseInt(indexAndSize[0].strip());
        var vram =
            new Memory(new BigDecimal(indexAndSize[1].strip()).multiply(GIB).longValueExact());
        gpus.add(
            machine.gpus().stream()
                .filter(gpu -> gpu.index() == index)
                .findFirst()
                .orElseThrow(() ->
                    new AtollException(
                        ErrorCode.BAD_REQUEST, "GPUs: this machine has no GPU " + index))
                .withVram(vram));
      } catch (NumberFormatException | ArithmeticException e) {
        throw bad(part);
      }
    }
    if (gpus.stream().map(Gpu::uuid).distinct().count() != gpus.size())
      throw new AtollException(ErrorCode.BAD_REQUEST, "GPUs: a GPU is named twice");
    return gpus;
  }

  private static Resources with(Resources amounts, List<Gpu> gpus) {
    return new Resources(amounts.cpu(), amounts.memory(), amounts.disk(), gpus);
  }

  private static AtollException bad(String part) {
    return new AtollException(
        ErrorCode.BAD_REQUEST, "GPUs: \"" + part + "\" is not <index>:<GiB>, like 0:8");
  }
}
