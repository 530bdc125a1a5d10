//! Panics without their messages: nobody reads these in a page, and to write them costs more than to measure.
//!
//! In the module a panic ends in a trap (`panic = "abort"`), but stable Rust still formats the message and runs the
//! hook before. Here the functions that begin a panic become the trap itself; what only they called goes with them.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Parts of the mangled names, in both manglings, of functions that never return.
const NEVER_RETURN: [&str; 12] = [
    "4core9panicking",
    "4core4cell22panic_already_borrowed",
    "6remove13assert_failed",
    "4core6option13expect_failed",
    "4core6option13unwrap_failed",
    "4core6result13unwrap_failed",
    "4core5slice5index16slice_index_fail",
    "4core3str16slice_error_fail",
    "5alloc7raw_vec12handle_error",
    "5alloc5alloc18handle_alloc_error",
    "17rust_begin_unwind",
    "26___rust_alloc_error_handler",
];

/// Replaces the body of each function that begins a panic by `unreachable`.
pub(super) fn trap_at_once(module: &mut Module) {
    for function in beginnings(module) {
        trap(module, function);
    }
    walrus::passes::gc::run(module);
}

/// Makes a function that does nothing but trap.
pub(super) fn trap(module: &mut Module, function: FunctionId) {
    let signature = module.types.get(module.funcs.get(function).ty());
    let (parameters, results) = (signature.params().to_vec(), signature.results().to_vec());
    let arguments = parameters.iter().map(|parameter| module.locals.add(*parameter)).collect();
    let mut trap = FunctionBuilder::new(&mut module.types, &parameters, &results);
    trap.func_body().unreachable();
    module.funcs.get_mut(function).kind = FunctionKind::Local(trap.local_func(arguments));
}

fn beginnings(module: &Module) -> Vec<FunctionId> {
    let named = module.funcs.iter_local().filter(|(id, function)| {
        let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
        // Whoever has a result does return.
        let returns = !module.types.get(function.ty()).results().is_empty();
        !returns && NEVER_RETURN.iter().any(|part| name.contains(part))
    });
    named.map(|(id, _)| id).collect()
}
